using System.Collections;
using System.Reflection;
using KeyRotation.Configuration;
using Microsoft.Extensions.Configuration;

namespace KeyRotation.Node.Configuration;

/// <summary>Finds settings of the <c>KeyRotation</c> section that nothing reads: a mistyped name must not be ignored.</summary>
internal static class UnknownSettings
{
    /// <param name="configuration">All of it.</param>
    /// <param name="nameOf">From a setting's path to the name that the user wrote it by; null = the path.</param>
    public static IEnumerable<string> In(IConfiguration configuration, Func<string, string>? nameOf = null) =>
        In(configuration.GetSection(KeyRotationOptions.Section), typeof(KeyRotationOptions), nameOf ?? (path => path));

    private static IEnumerable<string> In(IConfigurationSection section, Type type, Func<string, string> nameOf)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!properties.TryGetValue(child.Key, out var property))
                yield return $"{WrittenName(child, nameOf)} is not known. {NearestName.Suggestion(child.Key, properties.Keys)}";
            else
                foreach (var problem in InValue(child, property.PropertyType, nameOf))
                    yield return problem;
        }
    }

    private static IEnumerable<string> InValue(IConfigurationSection section, Type type, Func<string, string> nameOf)
    {
        var element = type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[^1] : null;
        if (element is not null)
            return IsSection(element) ? section.GetChildren().SelectMany(child => In(child, element, nameOf)) : [];
        return IsSection(type) ? In(section, type, nameOf) : [];
    }

    /// <summary>A section has no variable of its own: the first setting in it tells whether a variable named it.</summary>
    private static string WrittenName(IConfigurationSection section, Func<string, string> nameOf)
    {
        var leaf = section;
        while (leaf.Value is null && leaf.GetChildren().FirstOrDefault() is { } child)
            leaf = child;
        var name = nameOf(leaf.Path);
        return name.Contains(':', StringComparison.Ordinal) ? nameOf(section.Path) : name;
    }

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string);
}
