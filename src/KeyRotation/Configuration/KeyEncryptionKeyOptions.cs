namespace KeyRotation.Configuration;

/// <summary>The key that wraps every key version.</summary>
public sealed class KeyEncryptionKeyOptions
{
    /// <summary><c>file</c>.</summary>
    public string Provider { get; set; } = "file";

    /// <summary>A file of 32 random bytes that only its owner can read.</summary>
    public string Path { get; set; } = "";
}
