using System.Text;
using KeyRotation.Checker.Formats;

namespace KeyRotation.Specs.Checker;

/// <summary>The checker's own reading of the formats, against the vectors of the documents: what it says of a store rests on it.</summary>
public sealed class CheckerFormatsSpecs
{
    private static readonly Dictionary<string, string> Custody = Golden.Vectors("custody");
    private static readonly byte[] Key = Convert.FromHexString("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    [TestCase("encryption", (byte)1, 7, 3)]
    [TestCase("signing", (byte)2, 8, 0x01020304)]
    [TestCase("audit", (byte)3, 0, 1)]
    public void A_wrapped_record_opens_to_its_material(string name, byte purpose, int keyId, int version)
    {
        var (material, problem) = KeyRecord.Unwrap(Vector("kek"), Vector($"{name}_wrapped"), purpose, keyId, version, Vector($"{name}_check_value"));

        Assert.That(problem, Is.Null);
        Assert.That(material, Is.EqualTo(Vector($"{name}_material")));
    }

    [Test]
    public void A_wrapped_record_does_not_open_as_another_version() =>
        Assert.That(KeyRecord.Unwrap(Vector("kek"), Vector("encryption_wrapped"), 1, 7, 4, Vector("encryption_check_value")).Material, Is.Null);

    [Test]
    public void An_escrow_file_is_read_and_a_damaged_one_is_not()
    {
        var file = Vector("escrow_file");

        var kept = EscrowObject.Read(file)!;
        file[^40] ^= 1;

        Assert.That((kept.KeyType, kept.KeyId, kept.Version, kept.Purpose), Is.EqualTo(("orders", 7, 3, (byte)1)));
        Assert.That(kept.WrappedRecord, Is.EqualTo(Vector("encryption_wrapped")));
        Assert.That(EscrowObject.Read(file), Is.Null);
    }

    [Test]
    public void An_envelope_opens_in_its_place_and_in_no_other()
    {
        var envelope = EnvelopeFormat.FromText("kr1.S1IBAQAAAAEAAAADAKChoqOkpaanqKmqq6ytrq-wsbKztLW2t7XNaM2BspZ7i3bsZx1EoWrxU3G-VnvjdJZs2GlMm5pKEzA")!;

        Assert.That(EnvelopeFormat.Names(envelope), Is.EqualTo((1, 3)));
        Assert.That(EnvelopeFormat.Open(Key, envelope, EnvelopeFormat.Context("oauth-tokens", "access_token", "42")), Is.EqualTo(Encoding.UTF8.GetBytes("ya29.example-token")));
        Assert.That(EnvelopeFormat.Open(Key, envelope, EnvelopeFormat.Context("oauth-tokens", "access_token", "43")), Is.Null);
    }

    private static byte[] Vector(string name) => Convert.FromHexString(Custody[name]);
}
