using KeyRotation.Migration;

namespace KeyRotation.Specs.Migration;

/// <summary>A foreign format that takes any value, and keeps the buffer that it gave away.</summary>
internal sealed class Remembering : IForeignDecryptor
{
    public string Format => "remembering";

    public byte[] Given { get; private set; } = [];

    public bool TryDecrypt(ReadOnlySpan<byte> stored, out byte[] plaintext)
    {
        Given = plaintext = stored.ToArray();
        return true;
    }
}
