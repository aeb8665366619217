using System.Globalization;

namespace KeyRotation.Specs;

/// <summary>Moments as tests write them: <c>2026-03-01 02:00:00</c>, always UTC.</summary>
internal static class Utc
{
    public static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
