namespace KeyRotation.Migration;

/// <summary>The values are not encrypted at all.</summary>
public sealed class Plaintext : IForeignDecryptor
{
    public string Format => "plaintext";

    public bool TryDecrypt(ReadOnlySpan<byte> stored, out byte[] plaintext)
    {
        plaintext = stored.ToArray();
        return true;
    }
}
