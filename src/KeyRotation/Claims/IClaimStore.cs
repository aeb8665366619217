namespace KeyRotation.Claims;

/// <summary>Takes and gives back claims. Their expiry is on the database's clock.</summary>
public interface IClaimStore
{
    /// <summary>How long a claim lives without being renewed.</summary>
    TimeSpan Duration { get; }

    /// <summary>Takes the claim where nobody holds it; null while somebody does.</summary>
    Task<Claim?> TryTakeAsync(string name, CancellationToken cancellationToken);

    /// <summary>Extends the claims of the fence.</summary>
    /// <exception cref="ClaimLostException">One of them is held by somebody else.</exception>
    Task RenewAsync(Fence fence, CancellationToken cancellationToken);

    /// <summary>Claims whose names begin so and that are held by somebody.</summary>
    Task<IReadOnlyList<Claim>> ListHeldAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Gives the claim back; harmless when it was lost meanwhile.</summary>
    Task ReleaseAsync(Claim claim, CancellationToken cancellationToken);
}
