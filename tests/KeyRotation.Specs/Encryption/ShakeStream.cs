using System.Buffers.Binary;
using System.Numerics;

namespace KeyRotation.Specs.Encryption;

/// <summary>
/// SHAKE-128 that is read bit by bit, FIPS 202. The platform's can only be squeezed once before OpenSSL 3.3, and C2SP's
/// accumulated test reads a stream.
/// </summary>
internal sealed class ShakeStream
{
    private const int Rate = 168;
    private static readonly int[] Rotations = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
    private static readonly int[] Lanes = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];
    private static readonly ulong[] RoundConstants = MakeRoundConstants();

    private readonly ulong[] _state = new ulong[25];
    private readonly byte[] _block = new byte[Rate];
    private int _position;
    private bool _squeezing;

    public void Append(ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            _block[_position++] = value;
            if (_position == Rate)
            {
                Absorb();
            }
        }
    }

    public byte[] Read(int length)
    {
        if (!_squeezing)
        {
            _squeezing = true;
            _block.AsSpan(_position).Clear();
            _block[_position] ^= 0x1f;
            _block[Rate - 1] ^= 0x80;
            Absorb();
            Squeeze();
        }

        var result = new byte[length];
        for (var i = 0; i < length; i++)
        {
            if (_position == Rate)
            {
                Permute(_state);
                Squeeze();
            }

            result[i] = _block[_position++];
        }

        return result;
    }

    private void Absorb()
    {
        for (var lane = 0; lane < Rate / 8; lane++)
        {
            _state[lane] ^= BinaryPrimitives.ReadUInt64LittleEndian(_block.AsSpan(lane * 8));
        }

        Permute(_state);
        _position = 0;
    }

    private void Squeeze()
    {
        for (var lane = 0; lane < Rate / 8; lane++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_block.AsSpan(lane * 8), _state[lane]);
        }

        _position = 0;
    }

    private static void Permute(ulong[] state)
    {
        Span<ulong> columns = stackalloc ulong[5];
        foreach (var constant in RoundConstants)
        {
            for (var x = 0; x < 5; x++)
            {
                columns[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
            }

            for (var i = 0; i < 25; i++)
            {
                state[i] ^= columns[(i + 4) % 5] ^ BitOperations.RotateLeft(columns[(i + 1) % 5], 1);
            }

            var moved = state[1];
            for (var i = 0; i < 24; i++)
            {
                (state[Lanes[i]], moved) = (BitOperations.RotateLeft(moved, Rotations[i]), state[Lanes[i]]);
            }

            for (var y = 0; y < 25; y += 5)
            {
                state.AsSpan(y, 5).CopyTo(columns);
                for (var x = 0; x < 5; x++)
                {
                    state[y + x] ^= ~columns[(x + 1) % 5] & columns[(x + 2) % 5];
                }
            }

            state[0] ^= constant;
        }
    }

    private static ulong[] MakeRoundConstants()
    {
        var constants = new ulong[24];
        var register = 1;
        for (var round = 0; round < 24; round++)
        {
            for (var j = 0; j < 7; j++)
            {
                if ((register & 1) != 0)
                {
                    constants[round] |= 1ul << ((1 << j) - 1);
                }

                register = (register << 1) ^ ((register >> 7) * 0x171);
            }
        }

        return constants;
    }
}
