using System.Collections;
using System.Reflection;
using KeyRotation.Configuration;
using Microsoft.Extensions.Configuration;

namespace KeyRotation.Node.Configuration;

/// <summary>Finds settings of the <c>KeyRotation</c> section that nothing reads: a mistyped name must not be ignored.</summary>
internal static class UnknownSettings
{
    public static IEnumerable<string> In(IConfiguration configuration) => In(configuration.GetSection(KeyRotationOptions.Section), typeof(KeyRotationOptions));

    private static IEnumerable<string> In(IConfigurationSection section, Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!properties.TryGetValue(child.Key, out var property))
                yield return $"{child.Path} is not known. Did you mean {properties.Keys.MinBy(known => EditDistance.Between(known, child.Key))}?";
            else
                foreach (var problem in InValue(child, property.PropertyType))
                    yield return problem;
        }
    }

    private static IEnumerable<string> InValue(IConfigurationSection section, Type type)
    {
        var element = type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[^1] : null;
        if (element is not null)
            return IsSection(element) ? section.GetChildren().SelectMany(child => In(child, element)) : [];
        return IsSection(type) ? In(section, type) : [];
    }

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string);
}
