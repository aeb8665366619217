using KeyRotation.Custody;

namespace KeyRotation.Policies;

/// <summary>The five key types that are always there, with their default policies.</summary>
public static class BuiltInKeyTypes
{
    public static IReadOnlyList<KeyTypePolicy> All { get; } =
    [
        Policy("token_encryption", 1, 90, 30, KeyTypePriority.High),
        Policy("database_encryption", 2, 180, 90, KeyTypePriority.High),
        Policy("file_encryption", 3, 365, 180, KeyTypePriority.Medium),
        Policy("session_encryption", 4, 30, 7, KeyTypePriority.Medium),
        Policy("api_signature", 5, 90, 30, KeyTypePriority.High) with { Purpose = KeyPurpose.Signing },
    ];

    private static KeyTypePolicy Policy(string name, int keyId, int rotationDays, int graceDays, KeyTypePriority priority) => new()
    {
        Name = name,
        KeyId = keyId,
        RotationInterval = TimeSpan.FromDays(rotationDays),
        GracePeriod = TimeSpan.FromDays(graceDays),
        Priority = priority,
        Purpose = KeyPurpose.Encryption,
    };
}
