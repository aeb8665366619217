using KeyRotation.Rotations;

namespace KeyRotation.Api.OpenApi;

/// <summary>What schemas are called in the document: as in the code, without what only the code needs.</summary>
internal static class SchemaNames
{
    private const string Suffix = "Dto";

    /// <summary>Null for what stands where it is used: texts, numbers, lists.</summary>
    public static string? Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.Namespace?.StartsWith("KeyRotation", StringComparison.Ordinal) is not true || type == typeof(RotationId))
            return null;
        var own = Bare(type);
        if (type.IsGenericType)
            return $"{Of(type.GetGenericArguments()[0])}{own}";
        return type.DeclaringType is { } within && !within.IsAbstract ? $"{Bare(within)}{own}" : own;
    }

    private static string Bare(Type type)
    {
        var name = type.Name.Split('`')[0];
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }
}
