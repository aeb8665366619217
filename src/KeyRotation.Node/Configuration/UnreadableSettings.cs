using System.Collections;
using System.Globalization;
using System.Reflection;
using KeyRotation.Configuration;
using Microsoft.Extensions.Configuration;

namespace KeyRotation.Node.Configuration;

/// <summary>
/// Finds settings whose value is no number, no truth value, or no section where one is expected. The binder stops at the first of
/// them; people want to know all.
/// </summary>
internal static class UnreadableSettings
{
    public static IReadOnlyList<UnreadableSetting> In(IConfiguration configuration) =>
        [.. In(configuration.GetSection(KeyRotationOptions.Section), typeof(KeyRotationOptions))];

    private static IEnumerable<UnreadableSetting> In(IConfigurationSection section, Type type)
    {
        if (IsValue(type))
            return Nullable.GetUnderlyingType(type) is not { } plain ? InValue(section, type)
                // An empty value of a setting that has no default of its own = left out.
                : section.Value is "" ? []
                : InValue(section, plain);
        // Its value is not shown: it may be a connection string in the wrong place.
        if (!string.IsNullOrEmpty(section.Value))
            return [new UnreadableSetting(section.Path, type.IsAssignableTo(typeof(IList)) ? $"is one value; expected a list: {section.Path}:0, {section.Path}:1 ..." : "is one value; expected a section.")];
        if (type.IsGenericType)
            return section.GetChildren().SelectMany(child => In(child, type.GetGenericArguments()[^1]));
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        return section.GetChildren().SelectMany(child => properties.TryGetValue(child.Key, out var property) ? In(child, property.PropertyType) : []);
    }

    private static IEnumerable<UnreadableSetting> InValue(IConfigurationSection section, Type type)
    {
        if (section.GetChildren().Any())
            yield return new UnreadableSetting(section.Path, "is a section; expected one value.");
        else if (type == typeof(int) && section.Value is { } number && !int.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
            yield return new UnreadableSetting(section.Path, $"is '{number}'; expected a whole number.");
        else if (type == typeof(bool) && section.Value is { } truth && !bool.TryParse(truth, out _))
            yield return new UnreadableSetting(section.Path, $"is '{truth}'; expected true or false.");
    }

    private static bool IsValue(Type type) => type.IsValueType || type == typeof(string);
}
