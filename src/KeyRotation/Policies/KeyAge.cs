namespace KeyRotation.Policies;

/// <summary>How old an active version is, against its key type's interval.</summary>
/// <param name="Age">Since its activation.</param>
/// <param name="Ratio">Age / interval: 1 = due.</param>
public readonly record struct KeyAge(TimeSpan Age, double Ratio)
{
    /// <summary>Beyond this ratio a key is severely overdue.</summary>
    public const double SeverelyOverdueRatio = 1.5;

    public static KeyAge Of(DateTimeOffset activatedAt, TimeSpan interval, DateTimeOffset now) => new(now - activatedAt, (now - activatedAt) / interval);

    /// <summary>At or past the interval.</summary>
    public bool IsDue => Ratio >= 1;

    /// <summary>Beyond 150 % of the interval.</summary>
    public bool IsSeverelyOverdue => Ratio > SeverelyOverdueRatio;
}
