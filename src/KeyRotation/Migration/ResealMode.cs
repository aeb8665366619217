using System.Text;

namespace KeyRotation.Migration;

/// <summary>What a pass does with what it finds.</summary>
public sealed class ResealMode
{
    private readonly IForeignDecryptor? _decryptor;
    private readonly IReadOnlyDictionary<int, int> _sources;

    private ResealMode(bool opensCurrent, IForeignDecryptor? decryptor, IReadOnlyDictionary<int, int> sources)
    {
        OpensCurrent = opensCurrent;
        _decryptor = decryptor;
        _sources = sources;
    }

    /// <summary>Reseals older versions; rows that are current are left to the verifying pass.</summary>
    public static ResealMode Migrate { get; } = new(false, null, new Dictionary<int, int>());

    /// <summary>Opens every ciphertext, and reseals what late writers left behind.</summary>
    public static ResealMode Verify { get; } = new(true, null, new Dictionary<int, int>());

    /// <summary>Seals what is not in the envelope, where it stands.</summary>
    public static ResealMode AdoptInPlace(IForeignDecryptor decryptor) => new(true, decryptor, new Dictionary<int, int>());

    /// <summary>Seals from other columns: <paramref name="sources"/> maps a sealed column's position to its source's.</summary>
    public static ResealMode AdoptFrom(IForeignDecryptor decryptor, IReadOnlyDictionary<int, int> sources) => new(true, decryptor, sources);

    public bool OpensCurrent { get; }

    public bool SealsInPlace => _decryptor is not null && _sources.Count == 0;

    public int? SourceOf(int column) => _sources.TryGetValue(column, out var source) ? source : null;

    /// <summary>The plaintext of a stored value that is not in our envelope; null where the decryptor cannot read it.</summary>
    internal byte[]? Decrypt(object stored)
    {
        var bytes = stored is string text ? Encoding.UTF8.GetBytes(text) : (byte[])stored;
        return (_decryptor ?? throw new InvalidOperationException("Only an adoption reads foreign formats.")).TryDecrypt(bytes, out var plaintext) ? plaintext : null;
    }
}
