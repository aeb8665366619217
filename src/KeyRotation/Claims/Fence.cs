namespace KeyRotation.Claims;

/// <summary>
/// The claims that a transaction acts under. Its first statement renews all of them, and it goes on only if every one was still
/// held with its epoch: a process that was stopped and continued can commit nothing under a claim that it lost.
/// </summary>
public sealed class Fence(params IReadOnlyList<Claim> claims)
{
    public IReadOnlyList<Claim> Claims { get; } = claims.Count > 0
        ? claims
        : throw new ArgumentException("A fence without a claim fences nothing.", nameof(claims));

    public override string ToString() => string.Join(", ", Claims.Select(claim => $"{claim.Name}@{claim.Epoch}"));
}
