using System.Collections;
using System.ComponentModel;
using System.Reflection;
using KeyRotation.Configuration;
using Microsoft.Extensions.Configuration;

namespace KeyRotation.Node.Configuration;

/// <summary>
/// Finds settings of the <c>KeyRotation</c> section that nothing reads, or that cannot be read as what they are: a mistyped name
/// must not be ignored, nor a list that is written as one value.
/// </summary>
internal static class UnknownSettings
{
    public static IEnumerable<SettingProblem> In(IConfiguration configuration) => InValue(configuration.GetSection(KeyRotationOptions.Section), typeof(KeyRotationOptions));

    private static IEnumerable<SettingProblem> InValue(IConfigurationSection section, Type type)
    {
        if (!HasParts(type))
            return InScalar(section, type);
        // Its value is not shown: it may be a connection string in the wrong place.
        if (!string.IsNullOrEmpty(section.Value))
            return [new(section.Path, $"{section.Path} is one value; expected {(IsList(type) ? $"a list: {section.Path}:0, {section.Path}:1 ..." : "a section")}.")];
        return ElementOf(type) is { } element
            ? section.GetChildren().SelectMany(child => InValue(child, element))
            : InSection(section, type);
    }

    private static IEnumerable<SettingProblem> InSection(IConfigurationSection section, Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!properties.TryGetValue(child.Key, out var property))
                yield return new(child.Path, $"{child.Path} is not known. Did you mean {properties.Keys.MinBy(known => EditDistance.Between(known, child.Key))}?");
            else
                foreach (var problem in InValue(child, property.PropertyType))
                    yield return problem;
        }
    }

    private static IEnumerable<SettingProblem> InScalar(IConfigurationSection section, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (section.GetChildren().Any())
            yield return new(section.Path, $"{section.Path} is a section; expected one value.");
        else if (plain != typeof(string) && !CanBe(plain, section.Value) && !(plain != type && section.Value is ""))
            yield return new(section.Path, $"{section.Path} is '{section.Value}'; expected {(plain == typeof(bool) ? "true or false" : "a whole number")}.");
    }

    private static bool CanBe(Type type, string? value) => value is null || TypeDescriptor.GetConverter(type).IsValid(value);

    private static bool HasParts(Type type) => type.IsClass && type != typeof(string);

    private static bool IsList(Type type) => type.IsAssignableTo(typeof(IList));

    private static Type? ElementOf(Type type) => type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[^1] : null;
}
