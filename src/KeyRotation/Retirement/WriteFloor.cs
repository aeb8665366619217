namespace KeyRotation.Retirement;

/// <summary>Who can still encrypt under a version. All moments are on the database's clock, but for that of the activation.</summary>
/// <param name="LastActivation">Number of the last activation that named the version; null = it never was active, so nobody ever could.</param>
/// <param name="SucceededAt">When the first later activation was made, by policy time; null = there is none.</param>
public sealed record WriteFloor(long? LastActivation, DateTimeOffset? SucceededAt)
{
    /// <summary>Consumers that are not known to encrypt by a later activation. A re-activation has a new number, so they begin anew with it.</summary>
    public IReadOnlyList<ConsumerStand> Behind { get; init; } = [];

    /// <summary>The last moment at which a consumer acknowledged a later activation, or signed off without; null = none did.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Nobody ever encrypted under the version.</summary>
    public static WriteFloor NeverActive { get; } = new(null, null);

    /// <summary>Consumers that may still encrypt under the version at a moment.</summary>
    public IEnumerable<ConsumerStand> WritersAt(DateTimeOffset moment, ConsumerSilence silence) =>
        LastActivation is null ? [] : Behind.Where(consumer => QuietFrom(consumer, silence) > moment);

    /// <summary>From when on nobody can have begun a transaction that writes under the version; null = nobody ever could.</summary>
    public DateTimeOffset? ReachedAt(ConsumerSilence silence) =>
        LastActivation is null ? null : Behind.Select(consumer => (DateTimeOffset?)QuietFrom(consumer, silence)).Append(AcknowledgedAt).Append(SucceededAt).Max();

    // A process that cannot renew its lease may still have read the ring, until a later activation gave it another one.
    private DateTimeOffset QuietFrom(ConsumerStand consumer, ConsumerSilence silence) =>
        silence.EndOf(consumer, SucceededAt is { } succeeded && succeeded > consumer.SilentSince ? succeeded : consumer.SilentSince);
}
