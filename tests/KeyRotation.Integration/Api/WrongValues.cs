using System.Text.Json;

namespace KeyRotation.Integration.Api;

/// <summary>What is sent where something else is expected.</summary>
internal static class WrongValues
{
    private static readonly string LongText = new('x', 2001);

    /// <summary>Texts as they stand in JSON, escapes included.</summary>
    private static readonly string[] Texts =
    [
        "", " ", "nonsense", LongText, "a\\u0000b", "\\u0007", "\\u001b[2J", "\\ud800", "\\udc00\\ud800", "a\\u202eb", "\\u2066", "\\u200b", "\\ufeff", "<script>", "' or 1=1 --", "../../etc/passwd",
        "2020-01-01T00:00:00Z", "2126-01-01T00:00:00", "2126-01-01", "2126-13-45T99:99:99Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "-1", "99999999999999999999", "1e3", "TRUE", "00000000000000000000000000000000",
    ];

    private static readonly string[] Others =
    [
        "null", "0", "-1", "1.5", "2147483648", "99999999999999999999999", "1e400", "true", "[]", "[[]]", "[null]", "[1]", "[\"\\u0000\"]", "{}", "{\"a\":{}}",
    ];

    public static IEnumerable<string> Json => [.. Texts.Select(text => $"\"{text}\""), .. Others];

    /// <summary>In an address or a form, escaped.</summary>
    public static IEnumerable<string> Escaped =>
        ["", "%20", "nonsense", LongText, "a%00b", "%07", "%ff", "%c3%28", "%ed%a0%80", "%e2%80%ae", "%e2%80%8b", "%zz", "%", "-1", "0", "501", "1e3", "99999999999999999999", "1.5", "perhaps", "2020-01-01T00:00:00Z", "2126-01-01T00:00:00", "9999-12-31T23:59:59-14:00", "bm9uc2Vuc2U=", "OTk5OTk5OTk5OTk5OTk5OTk5OTkuMS4x", "LTEuLTEuLTE="];

    public static IEnumerable<string> PathSegments =>
        ["nonsense", "-1", "99999999999999999999", "1.5", LongText, "%ff", "%e2%80%ae", "%e2%80%8b", "..%2f..%2fetc", "%27%20or%201%3d1", "00000000000000000000000000000000", "%7b00000000-0000-0000-0000-000000000000%7d", "%0d%0aX-Header%3a%201"];

    /// <summary>Whole bodies that are none.</summary>
    public static IEnumerable<string> Bodies =>
    [
        "{", "}", "{\"a\"", "{\"a\":}", "[]", "[{}]", "null", "1", "\"text\"", "true", "{} {}", "{}x", "{'a':1}", "{\"a\":1,}", "//", "{\"dry_run\":true,\"dry_run\":true}", "{\"\\ud800\":1}", "{\"\\u0000\":1}", "{\"\":1}",
        new string('[', 1000), string.Concat(Enumerable.Repeat("{\"a\":", 1000)) + "1" + new string('}', 1000), "{\"__proto__\":{}}", "\ufeff{",
    ];

    /// <summary>Whether a field of this schema cannot be it, whatever else is so.</summary>
    public static bool AreWrong(JsonElement schema, string json, bool isRequired)
    {
        if (json == "null")
            return isRequired;
        var (type, first) = (schema.GetProperty("type").GetString(), json[0]);
        var isText = first == '"';
        if (isText && type != "string" && json.Contains("\\u", StringComparison.Ordinal) && !json.Contains("200b", StringComparison.Ordinal) && !json.Contains("feff", StringComparison.Ordinal))
            return true;
        return type switch
        {
            "string" when !isText => true,
            "string" when schema.TryGetProperty("enum", out _) => json.Trim('"', ' ').Length > 0,
            "string" when json.Contains(LongText, StringComparison.Ordinal) => true,
            "string" => json.Contains("\\u0", StringComparison.Ordinal) || json.Contains("\\ud", StringComparison.Ordinal) || json.Contains("\\u202e", StringComparison.Ordinal) || json.Contains("\\u2066", StringComparison.Ordinal),
            "boolean" => json is not ("true" or "\"TRUE\""),
            "integer" => json is "1.5" or "2147483648" or "99999999999999999999999" or "1e400" or "true" || first is '[' or '{' || json is "\"\"" or "\"nonsense\"" or "\"1e3\"",
            "array" => first is not ('[' or '"') || json is "[[]]" or "[null]" or "[1]" or "[\"\\u0000\"]",
            _ => false,
        };
    }
}
