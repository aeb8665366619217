using KeyRotation.Claims;

namespace KeyRotation.Specs.Rotations;

/// <summary>Claims in memory, some of them held from the start. Of it nothing else is asked: a call that a spec does not foresee is a change of behaviour, and fails it.</summary>
internal sealed class HeldClaims(params string[] held) : IClaimStore
{
    private readonly HashSet<string> _held = [.. held];

    public TimeSpan Duration => TimeSpan.FromSeconds(10);

    public Task<Claim?> TryTakeAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_held.Add(name) ? new Claim(name, "node-1", 1) : null);

    public Task<IReadOnlyList<Claim>> ListHeldAsync(string prefix, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Claim>>([.. _held.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => new Claim(name, "node-1", 1))]);

    public Task RenewAsync(Fence fence, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ReleaseAsync(Claim claim, CancellationToken cancellationToken) => throw new NotSupportedException();
}
