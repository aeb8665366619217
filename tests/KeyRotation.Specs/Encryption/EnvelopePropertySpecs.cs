using CsCheck;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

/// <summary>What holds for every plaintext, place and damage.</summary>
[TestFixture]
public sealed class EnvelopePropertySpecs
{
    private static readonly Gen<byte[]> Plaintexts = Gen.OneOf(Gen.Byte.Array[0, 64], Gen.Byte.Array[0, 5000]);
    private static readonly Gen<string> Names = Gen.String[Gen.Char.AlphaNumeric, 1, 12];
    private static readonly Gen<(string Target, string Column, string[] Parts)> Places =
        Gen.Select(Names, Names, Gen.String[Gen.Char['\u0020', '\u04ff'], 0, 12].Array[1, 4]);

    private KeyRing _ring = null!;

    [OneTimeSetUp]
    public void Make_a_ring() => _ring = SampleRings.Of(1, 2, 3);

    [OneTimeTearDown]
    public void Dispose_of_it() => _ring.Dispose();

    [Test]
    public void What_was_sealed_opens_in_its_place() => Gen.Select(Plaintexts, Places).Sample((plaintext, place) =>
    {
        var envelope = _ring.Seal(plaintext, Context(place));
        return envelope.Length == plaintext.Length + Envelope.Overhead
            && _ring.TryOpen(envelope, Context(place), out var opened) == OpenStatus.Opened
            && opened.AsSpan().SequenceEqual(plaintext);
    });

    [Test]
    public void Text_form_carries_every_envelope() => Gen.Select(Plaintexts, Places).Sample((plaintext, place) =>
    {
        var envelope = _ring.Seal(plaintext, Context(place));
        var text = EnvelopeText.Encode(envelope);
        return Envelope.LooksLikeEnvelope(text) && Envelope.LooksLikeEnvelope(envelope)
            && text.Length == EnvelopeText.LengthOf(envelope.Length)
            && EnvelopeText.TryDecode(text, out byte[] decoded) && decoded.AsSpan().SequenceEqual(envelope);
    });

    [Test]
    public void Any_flipped_bit_fails_with_the_status_of_its_field() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[0, int.MaxValue]).Sample((plaintext, number) =>
        {
            var envelope = _ring.Seal(plaintext, EncryptionContext.For("t", "c", "1"));
            var bit = number % (envelope.Length * 8);
            envelope[bit / 8] ^= (byte)(1 << (bit % 8));
            var status = _ring.TryOpen(envelope, EncryptionContext.For("t", "c", "1"), out var opened);
            return opened.Length == 0 && Expected(bit / 8).Contains(status);
        }, iter: 2000);

    [Test]
    public void Truncated_at_any_length_it_does_not_open()
    {
        var envelope = _ring.Seal(new byte[20], EncryptionContext.For("t", "c", "1"));
        for (var length = 0; length < envelope.Length; length++)
        {
            var expected = length < 3 ? OpenStatus.UnknownFormat
                : length < Envelope.Overhead ? OpenStatus.Truncated
                : OpenStatus.NotAuthentic;
            var status = _ring.TryOpen(envelope.AsSpan(0, length), EncryptionContext.For("t", "c", "1"), out var opened);
            Assert.That((status, opened.Length), Is.EqualTo((expected, 0)), $"the first {length} bytes");
        }
    }

    [Test]
    public void Bytes_appended_are_noticed() => Gen.Select(Plaintexts, Gen.Byte.Array[1, 30]).Sample((plaintext, more) =>
    {
        byte[] envelope = [.. _ring.Seal(plaintext, EncryptionContext.For("t", "c", "1")), .. more];
        return _ring.TryOpen(envelope, EncryptionContext.For("t", "c", "1"), out _) == OpenStatus.NotAuthentic;
    });

    [Test]
    public void Random_bytes_give_a_status_and_never_throw() => Gen.Byte.Array[0, 300].Sample(bytes =>
        _ring.TryOpen(bytes, EncryptionContext.For("t", "c", "1"), out _) != OpenStatus.Opened, iter: 5000);

    [Test]
    public void Random_bytes_behind_a_sound_header_are_not_authentic() => Gen.Byte.Array[41, 300].Sample(bytes =>
    {
        byte[] envelope = [.. "KR\u0001\u0001\0\0\0\u0001\0\0\0\u0002\0"u8, .. bytes];
        return _ring.TryOpen(envelope, EncryptionContext.For("t", "c", "1"), out _)
            == (envelope.Length < Envelope.Overhead ? OpenStatus.Truncated : OpenStatus.NotAuthentic);
    });

    [Test]
    public void Random_text_never_throws() => Gen.OneOf(Gen.String, Gen.String[Gen.Char.AlphaNumeric, 0, 40].Select(s => "kr1." + s))
        .Sample(text => EnvelopeText.TryDecode(text, out var bytes) ? EnvelopeText.Encode(bytes) == text : bytes.Length == 0, iter: 5000);

    [Test]
    public void Moved_to_another_place_it_does_not_open() => Gen.Select(Plaintexts, Places, Places).Sample((plaintext, from, to) =>
    {
        var envelope = _ring.Seal(plaintext, Context(from));
        var same = from.Target == to.Target && from.Column == to.Column && from.Parts.SequenceEqual(to.Parts);
        return _ring.TryOpen(envelope, Context(to), out _) == (same ? OpenStatus.Opened : OpenStatus.NotAuthentic);
    });

    [TestCase("T", "c", "1", "2", TestName = "Moved_to_another_target_it_does_not_open")]
    [TestCase("t", "C", "1", "2", TestName = "Moved_to_another_column_it_does_not_open")]
    [TestCase("t", "c", "x", "2", TestName = "Moved_to_another_first_key_part_it_does_not_open")]
    [TestCase("t", "c", "1", "x", TestName = "Moved_to_another_last_key_part_it_does_not_open")]
    [TestCase("t", "c", "12", "", TestName = "Moved_across_a_key_part_boundary_it_does_not_open")]
    [TestCase("tc", "1", "2", "", TestName = "Moved_across_a_name_boundary_it_does_not_open")]
    public void Moved_it_does_not_open(string target, string column, string first, string last)
    {
        var envelope = _ring.Seal("secret"u8, EncryptionContext.For("t", "c", "1", "2"));
        Assert.That(_ring.TryOpen(envelope, EncryptionContext.For(target, column, first, last), out _), Is.EqualTo(OpenStatus.NotAuthentic));
    }

    private static EncryptionContext Context((string Target, string Column, string[] Parts) place) =>
        EncryptionContext.For(place.Target, place.Column, place.Parts);

    private static OpenStatus[] Expected(int offset) => offset switch
    {
        < 3 => [OpenStatus.UnknownFormat],
        3 => [OpenStatus.UnknownSuite],
        < 8 => [OpenStatus.WrongKeyType],
        // One bit turns version 3 into 1 or 2, which the ring has.
        < 12 => [OpenStatus.UnknownVersion, OpenStatus.NotAuthentic],
        12 => [OpenStatus.UnknownFlags],
        _ => [OpenStatus.NotAuthentic],
    };
}
