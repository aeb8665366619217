using KeyRotation.Encryption;

namespace KeyRotation.Configuration;

/// <summary>A context column as the configuration writes it: <c>name</c>, or <c>name:type</c> where the type is not to be detected.</summary>
public sealed record ContextColumnSetting(string Name, LogicalType? Type)
{
    private static readonly Dictionary<string, LogicalType> Types = new()
    {
        ["int"] = LogicalType.WholeNumber,
        ["decimal"] = LogicalType.WholeNumber,
        ["uuid"] = LogicalType.Uuid,
        ["text"] = LogicalType.Text,
        ["fixed_text"] = LogicalType.FixedText,
        ["date"] = LogicalType.Date,
        ["instant"] = LogicalType.Instant,
        ["local_time"] = LogicalType.LocalTime,
        ["binary"] = LogicalType.Binary,
    };

    public static IReadOnlyCollection<string> TypeNames => Types.Keys;

    /// <summary>Null when it is not written so.</summary>
    public static ContextColumnSetting? Parse(string text)
    {
        var parts = text.Split(':');
        return parts switch
        {
            [{ Length: > 0 } name] => new ContextColumnSetting(name, null),
            [{ Length: > 0 } name, var type] when Types.TryGetValue(type, out var logical) => new ContextColumnSetting(name, logical),
            _ => null,
        };
    }
}
