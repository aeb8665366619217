using System.Buffers;
using System.Security.Cryptography;
using KeyRotation.Encryption;

namespace KeyRotation.Migration;

/// <summary>
/// Seals rows again under the target version. It never changes a plaintext: each new ciphertext is opened and compared before
/// it is handed on. Not thread-safe; one per batch.
/// </summary>
internal sealed class RowResealer : IDisposable
{
    private readonly TargetDefinition _target;
    private readonly int _targetVersion;
    private readonly ResealMode _mode;
    private readonly IReadOnlySet<long> _suspects;
    private readonly uint _keyId;
    private readonly EnvelopeSealer _sealer;
    private readonly EnvelopeOpener _opener;
    private readonly ContextTemplate[] _contexts;
    private readonly ArrayBufferWriter<byte> _contextBytes = new(256);
    private byte[] _plaintext = [];
    private byte[] _check = [];

    /// <param name="ring">Opens and seals.</param>
    /// <param name="targetVersion">Sealed is under this one.</param>
    /// <param name="target">The table.</param>
    /// <param name="mode">What is done with what is found.</param>
    /// <param name="suspects">Versions under which ciphertexts may be forged: those are not resealed, which would make them genuine.</param>
    public RowResealer(KeyRing ring, int targetVersion, TargetDefinition target, ResealMode mode, IReadOnlySet<long> suspects)
    {
        _target = target;
        _targetVersion = targetVersion;
        _mode = mode;
        _suspects = suspects;
        _keyId = ring.KeyId;
        _sealer = ring.CreateSealer(targetVersion);
        _opener = ring.CreateOpener();
        _contexts = [.. target.Columns.Select(column => new ContextTemplate(target.Name, column.Name, target.ContextColumns.Count))];
    }

    public RowOutcome Reseal(TargetRow row, string rowKey, List<QuarantinedCell> quarantined)
    {
        object?[]? rewritten = null;
        var opened = true;
        var before = quarantined.Count;
        for (var column = 0; column < _contexts.Length; column++)
        {
            var cell = ResealCell(row, column);
            switch (cell.Kind)
            {
                case CellKind.Rewritten:
                    (rewritten ??= [.. row.Cells])[column] = cell.NewValue;
                    opened = false;
                    break;
                case CellKind.NotOpened:
                    opened = false;
                    break;
                case CellKind.Quarantined:
                    opened = false;
                    quarantined.Add(new QuarantinedCell(rowKey, _target.Columns[column].Name, cell.KeyVersion, cell.Reason!));
                    break;
            }
        }
        return new RowOutcome(rewritten is null ? null : new RowRewrite(row, rewritten), opened, quarantined.Count - before);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_plaintext);
        CryptographicOperations.ZeroMemory(_check);
        _sealer.Dispose();
        _opener.Dispose();
    }

    private Cell ResealCell(TargetRow row, int column)
    {
        var encoding = _target.Columns[column].Encoding;
        if (row.Cells[column] is not { } stored)
            return _mode.SourceOf(column) is { } source && row.Sources[source] is { } plaintext
                ? SealPlaintext(row, column, plaintext)
                : Cell.Empty;

        var reading = CellReading.Of(stored, encoding);
        if (reading.IsForeign && _mode.SealsInPlace)
            return SealPlaintext(row, column, stored);
        if (reading.Status != OpenStatus.Opened)
            return Cell.Quarantined(Reason(reading.Status));
        var version = reading.Header.KeyVersion;
        if (version == _targetVersion && !_mode.OpensCurrent)
            return Cell.NotOpened;

        var context = _contexts[column].Bind(row.Context, _contextBytes);
        var length = Open(reading.Bytes.Span, context, ref _plaintext, out var status);
        if (status != OpenStatus.Opened)
            return Cell.Quarantined(Reason(status), version);
        if (!IsWhatTheSourceSays(row, column, _plaintext.AsSpan(0, length)))
            return Cell.Quarantined("source_differs");
        if (version == _targetVersion || (version > _targetVersion && !_mode.ResealsNewer))
            return Cell.Opened;
        return _suspects.Contains(version) ? Cell.Quarantined(QuarantinedCell.Suspect, version) : Sealed(column, _plaintext.AsSpan(0, length), context);
    }

    /// <summary>
    /// An application that still writes the plaintext after it was sealed is found here; which of the two is right nobody can know,
    /// so neither is overwritten.
    /// </summary>
    private bool IsWhatTheSourceSays(TargetRow row, int column, ReadOnlySpan<byte> plaintext)
    {
        if (_mode.SourceOf(column) is not { } source || row.Sources[source] is not { } stored || _mode.Decrypt(stored) is not { } expected)
            return true;
        var isSame = plaintext.SequenceEqual(expected);
        CryptographicOperations.ZeroMemory(expected);
        return isSame;
    }

    private Cell SealPlaintext(TargetRow row, int column, object plaintext)
    {
        var context = _contexts[column].Bind(row.Context, _contextBytes);
        var bytes = _mode.Decrypt(plaintext);
        try
        {
            return bytes is null ? Cell.Quarantined(Reason(OpenStatus.UnknownFormat)) : Sealed(column, bytes, context);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private Cell Sealed(int column, ReadOnlySpan<byte> plaintext, EncryptionContext context)
    {
        var (_, encoding, maxLength) = _target.Columns[column];
        var value = Seal(plaintext, context, encoding);
        var length = value is string text ? text.Length : ((byte[])value).Length;
        return length > maxLength ? Cell.Quarantined("too_long_for_column") : Cell.Rewritten(value);
    }

    private object Seal(ReadOnlySpan<byte> plaintext, EncryptionContext context, ColumnEncoding encoding)
    {
        var envelope = new byte[plaintext.Length + Envelope.Overhead];
        _sealer.Seal(plaintext, context, envelope);
        var length = Open(envelope, context, ref _check, out var status);
        if (status != OpenStatus.Opened || !plaintext.SequenceEqual(_check.AsSpan(0, length)))
            throw new SealedValueDiffersException(_target.Name, _keyId, _targetVersion, status);
        return encoding == ColumnEncoding.Binary ? envelope : EnvelopeText.Encode(envelope);
    }

    private int Open(ReadOnlySpan<byte> envelope, EncryptionContext context, ref byte[] plaintext, out OpenStatus status)
    {
        if (plaintext.Length < envelope.Length)
        {
            CryptographicOperations.ZeroMemory(plaintext);
            plaintext = new byte[Math.Max(envelope.Length, 2 * plaintext.Length)];
        }
        status = _opener.Open(envelope, context, plaintext, out var written);
        return written;
    }

    private static string Reason(OpenStatus status) => status.ToSnakeCase();

    private enum CellKind { Empty, Opened, NotOpened, Rewritten, Quarantined }

    private readonly record struct Cell(CellKind Kind, object? NewValue = null, string? Reason = null, long? KeyVersion = null)
    {
        public static readonly Cell Empty = new(CellKind.Empty);
        public static readonly Cell Opened = new(CellKind.Opened);
        public static readonly Cell NotOpened = new(CellKind.NotOpened);
        public static Cell Rewritten(object value) => new(CellKind.Rewritten, value);
        public static Cell Quarantined(string reason, long? version = null) => new(CellKind.Quarantined, null, reason, version);
    }
}
