using System.Globalization;

namespace KeyRotation.Audit;

/// <summary>Where an event stands in the order in which the trail is listed: the latest first, and between equals by lane and number.</summary>
/// <param name="OccurredAt">As its column has it, UTC.</param>
/// <param name="Lane">Its lane.</param>
/// <param name="Seq">Its number in the lane.</param>
public readonly record struct AuditPlace(DateTimeOffset OccurredAt, int Lane, long Seq)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{OccurredAt.UtcTicks}.{Lane}.{Seq}");

    /// <summary>From what <see cref="ToString"/> wrote; null where it is none.</summary>
    public static AuditPlace? Parse(string text) =>
        text.Split('.') is [var ticks, var lane, var seq]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.UtcTicks
        && int.TryParse(lane, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? new AuditPlace(new DateTimeOffset(at, TimeSpan.Zero), number, place)
            : null;
}
