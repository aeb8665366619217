namespace KeyRotation.Client;

/// <summary>The key types of the store, as an application uses them. Thread-safe.</summary>
public sealed class ApplicationKeys(StoreKeyRings rings)
{
    /// <summary>One key type; keep it or ask again, it makes no difference.</summary>
    /// <param name="keyType">In snake_case, for example <c>token_encryption</c>. Whether the store has it shows with the first use.</param>
    public ApplicationKey Of(string keyType) => new(keyType, rings);
}
