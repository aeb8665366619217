using System.Globalization;

namespace KeyRotation.Specs.Policies;

/// <summary>Moments as people write them: <c>2026-11-24 02:00</c>, always UTC.</summary>
internal static class Moment
{
    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
