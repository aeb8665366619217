using System.Globalization;
using System.Text.Json.Nodes;

namespace KeyRotation.Incidents;

/// <summary>What a database gives, as JSON: moments in UTC with `Z` and microseconds, bytes in hexadecimal.</summary>
public static class ForensicValue
{
    public static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <param name="value">As a data reader gives it; a <see cref="DateTime"/> is one in UTC.</param>
    public static JsonNode? Of(object? value) => value switch
    {
        null or DBNull => null,
        DateTimeOffset moment => Text(moment),
        DateTime moment => Text(new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc))),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        Guid id => id.ToString("D"),
        bool truth => truth,
        sbyte or byte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        double.NaN or double.PositiveInfinity or double.NegativeInfinity or float.NaN or float.PositiveInfinity or float.NegativeInfinity => Convert.ToString(value, CultureInfo.InvariantCulture),
        float or double => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        decimal number => number,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
