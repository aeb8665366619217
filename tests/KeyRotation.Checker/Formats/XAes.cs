using System.Security.Cryptography;

namespace KeyRotation.Checker.Formats;

/// <summary>XAES-256-GCM as docs/format.md has it: AES-256-GCM under a key that CMAC derives from the nonce's first half.</summary>
internal static class XAes
{
    public const int NonceSize = 24;
    public const int TagSize = 16;

    /// <returns>The plaintext; null when it is not authentic.</returns>
    public static byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertextAndTag, ReadOnlySpan<byte> associatedData)
    {
        var plaintext = new byte[ciphertextAndTag.Length - TagSize];
        using var cipher = new AesGcm(Derive(key, nonce[..12]), TagSize);
        try
        {
            cipher.Decrypt(nonce[12..], ciphertextAndTag[..plaintext.Length], ciphertextAndTag[plaintext.Length..], plaintext, associatedData);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> half)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        var subkey = Subkey(aes);
        var derived = new byte[32];
        for (byte part = 1; part <= 2; part++)
        {
            byte[] block = [0, part, 0x58, 0, .. half];
            for (var index = 0; index < block.Length; index++)
                block[index] ^= subkey[index];
            aes.EncryptEcb(block, PaddingMode.None).CopyTo(derived, 16 * (part - 1));
        }
        return derived;
    }

    /// <summary>CMAC's K1: the encrypted zero block, doubled.</summary>
    private static byte[] Subkey(Aes aes)
    {
        var zero = aes.EncryptEcb(new byte[16], PaddingMode.None);
        var doubled = new byte[16];
        for (var index = 0; index < 16; index++)
            doubled[index] = (byte)(zero[index] << 1 | (index < 15 ? zero[index + 1] >> 7 : 0));
        if ((zero[0] & 0x80) != 0)
            doubled[15] ^= 0x87;
        return doubled;
    }
}
