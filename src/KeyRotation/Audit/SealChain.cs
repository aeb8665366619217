using System.Security.Cryptography;

namespace KeyRotation.Audit;

/// <summary>
/// The seals, read in order: their chain, their signatures, and that no lane ever goes back. Holds one head per lane, however
/// many seals there are.
/// </summary>
internal sealed class SealChain(IReadOnlyDictionary<int, byte[]> storedKeys, AuditTrust trust) : IDisposable
{
    private readonly Dictionary<int, ECDsa> _keys = [];
    private IReadOnlyDictionary<int, byte[]> _storedKeys = storedKeys;
    private Dictionary<int, long> _sealed = [];
    private bool _anchored = trust.Anchor is null;

    public AuditBreak? Break { get; private set; }

    public long Count { get; private set; }

    public AuditSeal? Last { get; private set; }

    /// <summary>The last event of a lane that a seal vouches for; 0 when none does.</summary>
    public long SealedUpTo(int lane) => _sealed.GetValueOrDefault(lane);

    /// <summary>Whether the seal's key is missing although nothing is broken yet: it may have been registered since the keys were read.</summary>
    public bool Misses(AuditSeal seal) => Break is null && !_storedKeys.ContainsKey(seal.KeyNumber);

    public void Learn(IReadOnlyDictionary<int, byte[]> keys) => _storedKeys = keys;

    public void Add(AuditSeal seal)
    {
        Count++;
        Break ??= BreakIn(seal);
        Last = seal;
    }

    /// <summary>To be called behind the last seal.</summary>
    public void Complete()
    {
        if (!_anchored)
            Break ??= new AuditBreak(AuditBreakKind.AnchorMismatch, $"The trail ends at seal {Last?.Number ?? 0}; seal {trust.Anchor!.Number} was exported. The newest seals were removed, with whatever they knew.") { Seal = trust.Anchor.Number };
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
            key.Dispose();
    }

    private AuditBreak? BreakIn(AuditSeal seal)
    {
        var expected = (Last?.Number ?? 0) + 1;
        if (seal.Number != expected)
            return Of(AuditBreakKind.SealsMissing, seal, $"Seal {seal.Number} follows seal {Last?.Number ?? 0}; the seals between are missing.", $"seal {expected}", $"seal {seal.Number}");
        var link = Last is null ? AuditHash.Genesis : Last.Hash;
        if (!seal.Previous.AsSpan().SequenceEqual(link))
            return Of(AuditBreakKind.SealLinkMismatch, seal, $"Seal {seal.Number}: its link to the seal before does not match that seal.", Convert.ToHexStringLower(link), Convert.ToHexStringLower(seal.Previous));
        return BreakInSignature(seal) ?? BreakInHeads(seal) ?? BreakInAnchor(seal);
    }

    private AuditBreak? BreakInSignature(AuditSeal seal)
    {
        if (!_storedKeys.TryGetValue(seal.KeyNumber, out var publicKey))
            return Of(AuditBreakKind.UnknownAuditKey, seal, $"Seal {seal.Number} is signed by audit key {seal.KeyNumber}, which is not registered.");
        if (trust.PublicKeys is { } trusted && !(trusted.TryGetValue(seal.KeyNumber, out var known) && known.AsSpan().SequenceEqual(publicKey)))
            return Of(AuditBreakKind.UnknownAuditKey, seal, $"Seal {seal.Number} is signed by audit key {seal.KeyNumber}, which is not the one that is trusted; its row was replaced.");
        if (!_keys.TryGetValue(seal.KeyNumber, out var key))
        {
            if ((key = TryImport(publicKey)) is null)
                return Of(AuditBreakKind.UnknownAuditKey, seal, $"Seal {seal.Number} is signed by audit key {seal.KeyNumber}, whose registered bytes are no P-256 public key.");
            _keys[seal.KeyNumber] = key;
        }
        return seal.IsSignedBy(key) ? null
            : Of(AuditBreakKind.SignatureMismatch, seal, $"Seal {seal.Number}: its signature by audit key {seal.KeyNumber} does not match; the seal was changed or forged.");
    }

    private AuditBreak? BreakInHeads(AuditSeal seal)
    {
        if (seal.ReadHeads() is not { } heads)
            return Of(AuditBreakKind.NotASeal, seal, $"Seal {seal.Number}: its bytes are no seal of this format.");
        var known = heads.ToDictionary(head => head.Lane, head => head.Seq);
        foreach (var (lane, before) in _sealed.Where(lane => lane.Value > 0))
        {
            if (!known.TryGetValue(lane, out var now))
                return Of(AuditBreakKind.LaneRemoved, seal, $"Seal {seal.Number} has no lane {lane}, which the seal before has up to event {before}.") with { Lane = lane };
            if (now < before)
                return Of(AuditBreakKind.SealGoesBack, seal, $"Seal {seal.Number}: lane {lane} ends at event {now}, and the seal before knows event {before}. Its newest events were removed before this seal was made.") with { Lane = lane, Seq = before };
        }
        _sealed = known;
        return null;
    }

    private AuditBreak? BreakInAnchor(AuditSeal seal)
    {
        if (trust.Anchor is not { } anchor || seal.Number != anchor.Number)
            return null;
        _anchored = true;
        return seal.Hash.AsSpan().SequenceEqual(anchor.Hash) ? null
            : Of(AuditBreakKind.AnchorMismatch, seal, $"Seal {seal.Number} is another than the one that was exported; seals were replaced.", Convert.ToHexStringLower(anchor.Hash), Convert.ToHexStringLower(seal.Hash));
    }

    private static ECDsa? TryImport(byte[] publicKey)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            if (key.KeySize == 256)
                return key;
        }
        catch (CryptographicException)
        {
            // What is no key is an answer here: the verifier reports it.
        }
        key.Dispose();
        return null;
    }

    private static AuditBreak Of(AuditBreakKind kind, AuditSeal seal, string text, string? expected = null, string? actual = null) =>
        new(kind, text) { Seal = seal.Number, Expected = expected, Actual = actual };
}
