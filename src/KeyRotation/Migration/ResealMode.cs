using System.Security.Cryptography;
using System.Text;

namespace KeyRotation.Migration;

/// <summary>What a pass does with what it finds.</summary>
public sealed class ResealMode
{
    // Half a surrogate pair has no UTF-8: replaced by U+FFFD it would be sealed as another plaintext.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IForeignDecryptor? _decryptor;
    private readonly IReadOnlyDictionary<int, int> _sources;

    private ResealMode(bool opensCurrent, IForeignDecryptor? decryptor, bool sealsInPlace, IReadOnlyDictionary<int, int> sources, bool resealsNewer = false, bool acceptsSuspects = false)
    {
        OpensCurrent = opensCurrent;
        ResealsNewer = resealsNewer;
        AcceptsSuspects = acceptsSuspects;
        _decryptor = decryptor;
        SealsInPlace = sealsInPlace;
        _sources = sources;
    }

    /// <summary>Reseals older versions; rows that are current are left to the verifying pass.</summary>
    public static ResealMode Migrate { get; } = new(false, null, false, new Dictionary<int, int>());

    /// <summary>Opens every ciphertext, and reseals what late writers left behind.</summary>
    public static ResealMode Verify { get; } = new(true, null, false, new Dictionary<int, int>());

    /// <summary>Reseals every other version, newer ones included.</summary>
    public static ResealMode RollBack { get; } = new(false, null, false, new Dictionary<int, int>(), resealsNewer: true);

    /// <summary>Opens every ciphertext, and reseals every other version, newer ones included.</summary>
    public static ResealMode VerifyRollBack { get; } = new(true, null, false, new Dictionary<int, int>(), resealsNewer: true);

    /// <summary>The mode of a rotation's ranges: any node can work on them.</summary>
    public static ResealMode Of(RangeKind kind) => kind switch
    {
        RangeKind.Migrate => Migrate,
        RangeKind.Verify => Verify,
        RangeKind.RollBack => RollBack,
        RangeKind.VerifyRollBack => VerifyRollBack,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Only the process that adopts knows how."),
    };

    /// <summary>Seals what is not in the envelope, where it stands.</summary>
    /// <param name="decryptor">Reads what stands there.</param>
    /// <param name="acceptsSuspects">As <see cref="AcceptsSuspects"/>.</param>
    public static ResealMode AdoptInPlace(IForeignDecryptor decryptor, bool acceptsSuspects = false) => new(true, decryptor, true, new Dictionary<int, int>(), acceptsSuspects: acceptsSuspects);

    /// <summary>Seals from other columns: <paramref name="sources"/> maps a sealed column's position to its source's.</summary>
    public static ResealMode AdoptFrom(IForeignDecryptor decryptor, IReadOnlyDictionary<int, int> sources, bool acceptsSuspects = false) =>
        new(true, decryptor, false, sources, acceptsSuspects: acceptsSuspects);

    public bool OpensCurrent { get; }

    /// <summary>What is under a later version than the target's is resealed too; else it is left as it is.</summary>
    public bool ResealsNewer { get; }

    /// <summary>Ciphertexts that may be forged are resealed: somebody has looked at them and takes them for genuine. Default: they are quarantined.</summary>
    public bool AcceptsSuspects { get; }

    public bool SealsInPlace { get; }

    public int? SourceOf(int column) => _sources.TryGetValue(column, out var source) ? source : null;

    /// <summary>The plaintext of a stored value that is not in our envelope; null where it has no UTF-8, or the decryptor cannot read it.</summary>
    internal byte[]? Decrypt(object stored)
    {
        var decryptor = _decryptor ?? throw new InvalidOperationException("Only an adoption reads foreign formats.");
        if (stored is byte[] bytes)
            return decryptor.TryDecrypt(bytes, out var opened) ? opened : null;
        if (stored is not string text)
            return null;
        byte[]? encoded = null;
        try
        {
            encoded = Strict.GetBytes(text);
            return decryptor.TryDecrypt(encoded, out var opened) ? opened : null;
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(encoded);
        }
    }
}
