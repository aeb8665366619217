namespace KeyRotation.Encryption;

/// <summary>The uses of one key version by this process, since it started.</summary>
/// <param name="Seals">Seals and signatures.</param>
/// <param name="Opens">Envelopes that opened and signatures that were valid.</param>
/// <param name="SinceLastSeal">How long ago the last seal was; null when there was none.</param>
/// <param name="SinceLastOpen">How long ago the last open was; null when there was none.</param>
public readonly record struct UseCount(long Seals, long Opens, TimeSpan? SinceLastSeal, TimeSpan? SinceLastOpen)
{
    /// <summary>Opens and verifications that were refused because the version is disabled.</summary>
    public long Attempts { get; init; }

    /// <summary>How long ago the last of those was; null when there was none.</summary>
    public TimeSpan? SinceLastAttempt { get; init; }
}
