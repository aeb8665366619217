using System.Buffers.Binary;
using System.Security.Cryptography;
using KeyRotation.Checker.Formats;

namespace KeyRotation.Checker.Invariants;

/// <summary>The audit trail, walked by docs/audit.md: lanes without a gap, hashes, heads, seals and their signatures.</summary>
internal sealed class AuditTrailCheck(SnapshotReader reader, Findings findings)
{
    private const byte AuditPurpose = 3;
    private const int HeadSize = 44;

    private readonly Dictionary<(int Lane, long Seq), byte[]> _hashes = [];

    public async Task RunAsync(byte[] keyFile)
    {
        await CheckLanesAsync();
        await CheckSealsAsync(await ReadKeysAsync(keyFile));
    }

    private async Task CheckLanesAsync()
    {
        var ends = new Dictionary<int, (long Seq, byte[] Hash)>();
        await reader.ForEachAsync("select lane, seq, previous, hash, canonical from keyrotation.audit_event order by lane, seq", row =>
        {
            var (lane, seq, previous, hash) = (row.GetInt32(0), row.GetInt64(1), (byte[])row.GetValue(2), (byte[])row.GetValue(3));
            var end = ends.GetValueOrDefault(lane, (0, new byte[32]));
            if (seq != end.Seq + 1 || !previous.AsSpan().SequenceEqual(end.Hash))
                findings.Violated(InvariantNames.AuditChain, $"event {seq} of lane {lane} does not follow event {end.Seq}");
            if (!hash.AsSpan().SequenceEqual(SHA256.HashData([.. "keyrotation audit event v1"u8, .. U32(lane), .. U64(seq), .. previous, .. (byte[])row.GetValue(4)])))
                findings.Violated(InvariantNames.AuditChain, $"event {seq} of lane {lane} has another hash");
            ends[lane] = (seq, hash);
            _hashes[(lane, seq)] = hash;
        });
        await reader.ForEachAsync("select lane, seq, head from keyrotation.audit_lane", row =>
        {
            var end = ends.GetValueOrDefault(row.GetInt32(0), (0, new byte[32]));
            if (row.GetInt64(1) != end.Seq || !((byte[])row.GetValue(2)).AsSpan().SequenceEqual(end.Hash))
                findings.Violated(InvariantNames.AuditChain, $"the head of lane {row.GetInt32(0)} is event {row.GetInt64(1)}, and the lane ends with {end.Seq}");
        });
        findings.Count("audit events", _hashes.Count);
    }

    private async Task<IReadOnlyDictionary<int, byte[]>> ReadKeysAsync(byte[] keyFile)
    {
        var keys = new Dictionary<int, byte[]>();
        await reader.ForEachAsync("select number, public_key, wrapped_record, check_value from keyrotation.audit_key", row =>
        {
            var (number, publicKey) = (row.GetInt32(0), (byte[])row.GetValue(1));
            keys[number] = publicKey;
            var (material, problem) = KeyRecord.Unwrap(keyFile, (byte[])row.GetValue(2), AuditPurpose, 0, number, (byte[])row.GetValue(3));
            using var pair = ECDsa.Create();
            if (material is not null)
                pair.ImportPkcs8PrivateKey(material, out _);
            if (material is null || !pair.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(publicKey))
                findings.Violated(InvariantNames.AuditChain, $"audit key {number}: {problem ?? "its public half is of another key"}");
        });
        return keys;
    }

    private async Task CheckSealsAsync(IReadOnlyDictionary<int, byte[]> keys)
    {
        var (last, previous) = (0L, new byte[32]);
        await reader.ForEachAsync("select number, key_number, canonical, previous, hash, signature from keyrotation.audit_seal order by number", row =>
        {
            var (number, canonical, hash) = (row.GetInt64(0), (byte[])row.GetValue(2), (byte[])row.GetValue(4));
            if (number != last + 1 || !((byte[])row.GetValue(3)).AsSpan().SequenceEqual(previous))
                findings.Violated(InvariantNames.AuditChain, $"seal {number} does not follow seal {last}");
            if (!hash.AsSpan().SequenceEqual(SHA256.HashData([.. "keyrotation audit seal v1"u8, .. U64(number), .. previous, .. canonical])))
                findings.Violated(InvariantNames.AuditChain, $"seal {number} has another hash");
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(keys[row.GetInt32(1)], out _);
            if (!key.VerifyHash(hash, (byte[])row.GetValue(5)))
                findings.Violated(InvariantNames.AuditChain, $"seal {number} has no signature of its key");
            CheckHeads(number, canonical);
            (last, previous) = (number, hash);
        });
        findings.Count("audit seals", last);
    }

    private void CheckHeads(long number, byte[] canonical)
    {
        var count = BinaryPrimitives.ReadInt32BigEndian(canonical.AsSpan(12));
        for (var head = 0; head < count; head++)
        {
            var at = canonical.AsSpan(16 + head * HeadSize, HeadSize);
            var (lane, seq) = (BinaryPrimitives.ReadInt32BigEndian(at), BinaryPrimitives.ReadInt64BigEndian(at[4..]));
            if (seq > 0 && !(_hashes.TryGetValue((lane, seq), out var hash) && at[12..].SequenceEqual(hash)))
                findings.Violated(InvariantNames.AuditChain, $"seal {number} knows an event {seq} of lane {lane} that is not there");
        }
    }

    private static byte[] U32(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] U64(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
