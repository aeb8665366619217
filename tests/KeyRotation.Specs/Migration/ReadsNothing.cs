using KeyRotation.Migration;

namespace KeyRotation.Specs.Migration;

/// <summary>A foreign format that no value is written in.</summary>
internal sealed class ReadsNothing : IForeignDecryptor
{
    public string Format => "nothing";

    public bool TryDecrypt(ReadOnlySpan<byte> stored, out byte[] plaintext)
    {
        plaintext = [];
        return false;
    }
}
