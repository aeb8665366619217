using System.Runtime.InteropServices;
using KeyRotation.Custody;

namespace KeyRotation.Specs.Custody;

/// <summary>A provider that wraps by copying, can corrupt what it gives back, and keeps the buffers that went through it.</summary>
internal sealed class FaultyKek(Func<byte[], byte[]?> unwrapped, string id = "faulty:1") : IKeyEncryptionKey
{
    public string Id => id;

    public List<byte[]> Seen { get; } = [];

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> record, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        if (MemoryMarshal.TryGetArray(record, out var buffer))
            Seen.Add(buffer.Array!);
        return ValueTask.FromResult(record.ToArray());
    }

    public ValueTask<byte[]?> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        var record = unwrapped(wrapped.ToArray());
        if (record is not null)
            Seen.Add(record);
        return ValueTask.FromResult(record);
    }
}
