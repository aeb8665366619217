using KeyRotation.Encryption;

namespace KeyRotation.Retirement;

/// <summary>Adds up what the ciphertexts of one target name. Pure.</summary>
public sealed class CensusTally(string target, CensusScope scope)
{
    private readonly Dictionary<int, long> _references = [];
    private long _rows;
    private long _unreadable;

    public TargetCount Count => new(target) { Rows = _rows, Unreadable = _unreadable, References = new Dictionary<int, long>(_references) };

    public void AddRow() => _rows++;

    /// <summary>One ciphertext. A version that is not there is no version that was read: a bit of it may have flipped.</summary>
    /// <param name="beginning">At least its first <see cref="Envelope.PrefixSize"/> bytes, in binary or text form; null where there is none.</param>
    /// <param name="column">The sealed column.</param>
    /// <param name="rowKey">The row's key in canonical form, asked for only where it matters; null = the row is a former one.</param>
    public void Add(object? beginning, string column, Func<string?> rowKey)
    {
        if (beginning is null)
            return;
        if (VersionOf(beginning) is { } version && scope.Versions.Contains(version))
            _references[version] = _references.GetValueOrDefault(version) + 1;
        else if (scope.Quarantined.Count > 0 && rowKey() is { } key && scope.Quarantined.TryGetValue((key, column), out var listed))
            _references[listed] = _references.GetValueOrDefault(listed) + 1;
        else
            _unreadable++;
    }

    private int? VersionOf(object beginning)
    {
        Span<byte> decoded = stackalloc byte[Envelope.PrefixSize];
        switch (beginning)
        {
            case byte[] bytes:
                return Envelope.TryReadPrefix(bytes, out var ofBytes) && ofBytes.KeyId == scope.KeyId ? (int)ofBytes.KeyVersion : null;
            case string text:
                var characters = EnvelopeText.LengthOf(Envelope.PrefixSize);
                return text.Length >= characters && EnvelopeText.TryDecode(text.AsSpan(0, characters), decoded, out _)
                    && Envelope.TryReadPrefix(decoded, out var ofText) && ofText.KeyId == scope.KeyId ? (int)ofText.KeyVersion : null;
            default:
                return null;
        }
    }
}
