using KeyRotation.Policies;

namespace KeyRotation.Retirement;

/// <summary>For how long a consumer must have been silent until it can have begun to write nothing any more. Pure.</summary>
/// <param name="Unsaid">How long one may seal offline that did not say so: it registered before consumers did.</param>
/// <param name="WriteLag">How long after its seal a ciphertext is committed at the latest.</param>
/// <param name="Jumps">Of clocks: what they moved by is no time that a consumer was silent.</param>
public sealed record ConsumerSilence(TimeSpan Unsaid, TimeSpan WriteLag, IReadOnlyList<ClockJump> Jumps)
{
    /// <summary>
    /// An application is not configured to seal offline for as long as a grace period: so the key type's is the longest that one which
    /// said nothing can have been permitted.
    /// </summary>
    public static ConsumerSilence Of(KeyTypePolicy policy, RetirementSettings settings, RetirementFacts facts) =>
        new(policy.GracePeriod > settings.MaxOffline ? policy.GracePeriod : settings.MaxOffline, settings.MaxWriteLag, facts.ClockJumps);

    public TimeSpan Of(ConsumerStand consumer) => (consumer.MaxOffline ?? Unsaid) + WriteLag;

    /// <summary>From when on a consumer that is silent since a moment can have begun to write nothing.</summary>
    public DateTimeOffset EndOf(ConsumerStand consumer, DateTimeOffset since) => since + Of(consumer) + ClockJumps.Since(Jumps, since);

    /// <summary>The same of one that the store knows nothing of.</summary>
    public DateTimeOffset EndOfUnknown(DateTimeOffset since) => since + Unsaid + WriteLag + ClockJumps.Since(Jumps, since);

    /// <summary>From when on what was sealed before a moment is committed.</summary>
    public DateTimeOffset CommittedBy(DateTimeOffset sealedBefore) => sealedBefore + WriteLag + ClockJumps.Since(Jumps, sealedBefore);
}
