using System.Globalization;
using System.Text.RegularExpressions;

namespace KeyRotation.Api.Requests;

/// <summary>Moments as clients write them: RFC 3339, with a zone.</summary>
internal static partial class RequestMoment
{
    public static bool TryParse(string text, out DateTimeOffset moment)
    {
        moment = default;
        return Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out moment);
    }

    /// <summary>For the one who wrote it.</summary>
    public static string Mistake(string text) => $"is '{text}'; expected a moment as in RFC 3339 with its zone, for example 2026-11-24T06:00:00Z.";

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,7})?)?([Zz]|[+-]\d\d:\d\d)\z")]
    private static partial Regex Rfc3339();
}
