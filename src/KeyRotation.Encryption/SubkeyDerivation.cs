using System.Security.Cryptography;

namespace KeyRotation.Encryption;

/// <summary>
/// Steps 1 to 5 of XAES-256-GCM: the derived key from the first 12 bytes of a nonce. CMAC over one full block is one
/// AES call, so a derived key costs two; the subkey K1 is computed once. Not thread-safe.
/// </summary>
internal sealed class SubkeyDerivation : IDisposable
{
    private const int BlockSize = 16;

    private readonly ICryptoTransform _aes;
    private readonly byte[] _k1 = GC.AllocateArray<byte>(BlockSize, pinned: true);
    private readonly byte[] _input = GC.AllocateArray<byte>(2 * BlockSize, pinned: true);
    private readonly byte[] _output = GC.AllocateArray<byte>(2 * BlockSize, pinned: true);

    internal SubkeyDerivation(ReadOnlySpan<byte> key)
    {
        _aes = CreateBlockCipher(key);
        ComputeK1();
    }

    /// <summary>Writes the 32 bytes of the derived key.</summary>
    internal void Derive(ReadOnlySpan<byte> prefix, Span<byte> derived)
    {
        WriteBlock(1, prefix, _input.AsSpan(0, BlockSize));
        WriteBlock(2, prefix, _input.AsSpan(BlockSize, BlockSize));
        _aes.TransformBlock(_input, 0, _input.Length, _output, 0);
        _output.CopyTo(derived);
        Clear();
    }

    public void Dispose()
    {
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_k1);
        Clear();
    }

    private static ICryptoTransform CreateBlockCipher(ReadOnlySpan<byte> key)
    {
        using var aes = Aes.Create();
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        // Not through aes.Key: its getter hands out copies that nobody could zero.
        var copy = GC.AllocateUninitializedArray<byte>(key.Length, pinned: true);
        try
        {
            key.CopyTo(copy);
            return aes.CreateEncryptor(copy, null);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    private void ComputeK1()
    {
        _aes.TransformBlock(_input, 0, BlockSize, _k1, 0);
        // Shifted left by one bit; 0x87 goes in where a bit fell out. Without a branch, as the bit is secret.
        var fallen = _k1[0] >> 7;
        for (var i = 0; i < BlockSize; i++)
        {
            var next = i + 1 < BlockSize ? _k1[i + 1] >> 7 : 0;
            _k1[i] = (byte)((_k1[i] << 1) | next);
        }

        _k1[BlockSize - 1] ^= (byte)(0x87 & -fallen);
    }

    private void WriteBlock(byte counter, ReadOnlySpan<byte> prefix, Span<byte> block)
    {
        block[0] = 0;
        block[1] = counter;
        block[2] = (byte)'X';
        block[3] = 0;
        prefix.CopyTo(block[4..]);
        for (var i = 0; i < BlockSize; i++)
        {
            block[i] ^= _k1[i];
        }
    }

    private void Clear()
    {
        CryptographicOperations.ZeroMemory(_input);
        CryptographicOperations.ZeroMemory(_output);
    }
}
