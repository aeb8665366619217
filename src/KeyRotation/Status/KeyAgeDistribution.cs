using KeyRotation.Policies;

namespace KeyRotation.Status;

/// <summary>Key types by the age ratio of their active version: its age against its interval.</summary>
/// <param name="BelowHalf">Below 50 %.</param>
/// <param name="BelowInterval">From 50 % to below 100 %.</param>
/// <param name="Overdue">From 100 % to 150 %.</param>
/// <param name="SeverelyOverdue">Beyond 150 %.</param>
/// <param name="Missing">Without an active version.</param>
public sealed record KeyAgeDistribution(int BelowHalf, int BelowInterval, int Overdue, int SeverelyOverdue, int Missing)
{
    private const double Half = 0.5;

    public static KeyAgeDistribution Of(IEnumerable<KeyAge?> ages)
    {
        var all = ages.ToArray();
        var known = all.OfType<KeyAge>().ToArray();
        return new KeyAgeDistribution(
            known.Count(age => age.Ratio < Half),
            known.Count(age => age.Ratio >= Half && !age.IsDue),
            known.Count(age => age.IsDue && !age.IsSeverelyOverdue),
            known.Count(age => age.IsSeverelyOverdue),
            all.Length - known.Length);
    }
}
