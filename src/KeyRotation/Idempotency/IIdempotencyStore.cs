namespace KeyRotation.Idempotency;

/// <summary>Requests by their keys, for as long as they may be sent again.</summary>
public interface IIdempotencyStore
{
    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>How long an attempt has a request for itself: after that, whoever had it is taken for dead.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    Task<Reservation> ReserveAsync(IdempotentRequest request, CancellationToken cancellationToken);

    /// <summary>It was carried out and answered so.</summary>
    Task KeepAsync(IdempotentRequest request, KeptAnswer answer, CancellationToken cancellationToken);

    /// <summary>How it ended is not known: it may be sent again at once, with the same body, under the same operation's id.</summary>
    Task FreeAsync(IdempotentRequest request, CancellationToken cancellationToken);

    /// <summary>It changed nothing: the key is as if it had never been sent.</summary>
    Task ForgetAsync(IdempotentRequest request, CancellationToken cancellationToken);

    /// <returns>How many keys were forgotten because their time is over.</returns>
    Task<int> PurgeAsync(CancellationToken cancellationToken);
}
