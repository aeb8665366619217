using System.Text;
using KeyRotation.Encryption;
using KeyRotation.Migration;

namespace KeyRotation.Specs.Migration;

/// <summary>A target of two sealed columns, a ring of three versions, and rows that stand in it.</summary>
internal sealed class Rows : IDisposable
{
    public const int Old = 1;
    public const int Current = 2;
    public const int Newer = 3;
    public const int Binary = 0;
    public const int Text = 1;

    public static readonly TargetDefinition Target = TargetWith();

    public static readonly HashSet<long> NoSuspects = [];

    private readonly EncryptionKeys _keys = new();

    public KeyRing Ring => _keys.Ring;

    public static TargetDefinition TargetWith(int? maxBinary = null, int? maxText = null) => new()
    {
        Name = "customers",
        KeyType = "orders",
        Table = "customer",
        KeyColumns = [new KeyColumn("id", typeof(long), "bigint", null)],
        ContextColumns = [new ContextColumn("id", LogicalType.WholeNumber)],
        Columns = [new SealedColumn("iban", ColumnEncoding.Binary, maxBinary), new SealedColumn("note", ColumnEncoding.Text, maxText)],
    };

    public static TargetRow Row(object? binary, object? text, object? source = null, string id = "1") =>
        new([long.Parse(id, System.Globalization.CultureInfo.InvariantCulture)], [id], [binary, text], source is null ? [] : [source]);

    public byte[] SealedBytes(int version, string plaintext, string id = "1", string column = "iban", string target = "customers") =>
        Seal(Ring, version, plaintext, id, column, target);

    public string SealedText(int version, string plaintext, string id = "1") => EnvelopeText.Encode(Seal(Ring, version, plaintext, id, "note", "customers"));

    /// <summary>Sealed by a version that the ring does not hold.</summary>
    public byte[] SealedByUnknownVersion(string plaintext) => Seal(_keys.OfUnknownVersion, 9, plaintext, "1", "iban", "customers");

    /// <summary>Sealed by a key type of another number.</summary>
    public byte[] SealedByOtherKeyType(string plaintext) => Seal(_keys.OfOtherKeyType, Old, plaintext, "1", "iban", "customers");

    /// <summary>The plaintext and the version of a cell.</summary>
    public (int Version, string Plaintext) Open(object? cell, int column, string id = "1")
    {
        var envelope = cell is string text ? Decode(text) : (byte[])cell!;
        var status = Ring.TryOpen(envelope, EncryptionContext.For("customers", Target.Columns[column].Name, id), out var plaintext);
        Assert.That(status, Is.EqualTo(OpenStatus.Opened));
        Envelope.TryReadHeader(envelope, out var header);
        return ((int)header.KeyVersion, Encoding.UTF8.GetString(plaintext));
    }

    public void Dispose() => _keys.Dispose();

    private static byte[] Decode(string text) => EnvelopeText.TryDecode(text, out var envelope) ? envelope : throw new AssertionException($"{text} is no text form.");

    private static byte[] Seal(KeyRing ring, int version, string plaintext, string id, string column, string target)
    {
        using var sealer = ring.CreateSealer(version);
        var bytes = Encoding.UTF8.GetBytes(plaintext);
        var envelope = new byte[bytes.Length + Envelope.Overhead];
        sealer.Seal(bytes, EncryptionContext.For(target, column, id), envelope);
        return envelope;
    }

    private sealed class EncryptionKeys : IDisposable
    {
        public KeyRing Ring { get; } = new("orders", 7, 1, 1, Current, [new(Old, KeyMaterial.Generate()), new(Current, KeyMaterial.Generate()), new(Newer, KeyMaterial.Generate())]);

        public KeyRing OfUnknownVersion { get; } = new("orders", 7, 1, 1, 9, [new(9, KeyMaterial.Generate())]);

        public KeyRing OfOtherKeyType { get; } = new("invoices", 8, 1, 1, Old, [new(Old, KeyMaterial.Generate())]);

        public void Dispose()
        {
            Ring.Dispose();
            OfUnknownVersion.Dispose();
            OfOtherKeyType.Dispose();
        }
    }
}
