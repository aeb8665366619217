namespace KeyRotation.Storage;

/// <summary>Reads what <see cref="SnakeCase"/> wrote.</summary>
internal static class StoredName
{
    /// <exception cref="CorruptStoreException">The store holds a name that this version does not know.</exception>
    public static TEnum Parse<TEnum>(string name, string where) where TEnum : struct, Enum
    {
        foreach (var member in Enum.GetValues<TEnum>())
            if (member.ToSnakeCase() == name)
                return member;
        throw new CorruptStoreException($"{where} is '{name}'; expected one of {string.Join(", ", Enum.GetValues<TEnum>().Select(member => member.ToSnakeCase()))}. The row was changed by hand or by a newer version.");
    }
}
