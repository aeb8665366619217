using KeyRotation.Policies;

namespace KeyRotation.Retirement;

/// <summary>For how long a consumer must have been silent until it can have begun to write nothing any more. Pure.</summary>
/// <param name="Unsaid">How long one may seal offline that did not say so: it registered before consumers did.</param>
/// <param name="WriteLag">How long after its seal a ciphertext is committed at the latest.</param>
public sealed record ConsumerSilence(TimeSpan Unsaid, TimeSpan WriteLag)
{
    /// <summary>
    /// An application is not configured to seal offline for as long as a grace period: so the key type's is the longest that one which
    /// said nothing can have been permitted.
    /// </summary>
    public static ConsumerSilence Of(KeyTypePolicy policy, RetirementSettings settings) =>
        new(policy.GracePeriod > settings.MaxOffline ? policy.GracePeriod : settings.MaxOffline, settings.MaxWriteLag);

    public TimeSpan Of(ConsumerStand consumer) => (consumer.MaxOffline ?? Unsaid) + WriteLag;
}
