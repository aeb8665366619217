using KeyRotation.Keys;

namespace KeyRotation.Specs.Policies;

/// <summary>Key versions for rules that look at nothing but state and age.</summary>
internal static class Key
{
    public static KeyVersion Active(string keyType, string activated, int version = 1) => Version(keyType, version, KeyVersionState.Active, activated);

    public static KeyVersion Version(string keyType, int version, KeyVersionState state, string activated) => new()
    {
        KeyType = keyType,
        Version = version,
        State = state,
        CreatedAt = Moment.At(activated).AddMinutes(-10),
        ActivatedAt = state == KeyVersionState.Pending ? null : Moment.At(activated),
        KekId = "file:test",
        CheckValue = new byte[16],
    };
}
