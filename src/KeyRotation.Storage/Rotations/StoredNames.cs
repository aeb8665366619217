namespace KeyRotation.Storage.Rotations;

/// <summary>Reads names of enumeration members from a row, and remembers the first that is none.</summary>
internal sealed class StoredNames
{
    /// <summary>What could not be read; null = everything could.</summary>
    public string? Problem { get; private set; }

    public TEnum Read<TEnum>(string stored, string column, TEnum otherwise) where TEnum : struct, Enum =>
        ReadNullable<TEnum>(stored, column) ?? otherwise;

    public TEnum? ReadNullable<TEnum>(string? stored, string column) where TEnum : struct, Enum
    {
        if (stored is null)
            return null;
        foreach (var member in Enum.GetValues<TEnum>())
            if (member.ToSnakeCase() == stored)
                return member;
        Problem ??= $"{column} is '{stored}'; expected one of {string.Join(", ", Enum.GetValues<TEnum>().Select(member => member.ToSnakeCase()))}.";
        return null;
    }
}
