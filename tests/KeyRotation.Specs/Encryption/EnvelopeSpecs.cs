using CsCheck;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

/// <summary>Properties of sealed values, for any plaintext and any place.</summary>
[TestFixture]
public class EnvelopeSpecs
{
    private static readonly OpenStatus[] NotOpened =
        [OpenStatus.Truncated, OpenStatus.UnknownFormat, OpenStatus.UnknownSuite, OpenStatus.UnknownFlags, OpenStatus.WrongKeyType, OpenStatus.UnknownVersion, OpenStatus.NotAuthentic];

    private static readonly Gen<byte[]> Plaintexts = Gen.Byte.Array[0, 300];
    private static readonly Gen<string> Names = Gen.String[1, 12].Where(IsUnicode);
    private static readonly Gen<string[]> KeyParts = Gen.String[0, 12].Where(IsUnicode).Array[1, 4];

    private KeyRing _ring = null!;

    [SetUp]
    public void SetUp() => _ring = Rings.Random(1, 2, 3);

    [TearDown]
    public void TearDown() => _ring.Dispose();

    [Test]
    public void What_was_sealed_opens_in_its_place() =>
        Gen.Select(Plaintexts, Names, Names, KeyParts).Sample((plaintext, target, column, parts) =>
        {
            var envelope = _ring.Seal(plaintext, EncryptionContext.For(target, column, parts));

            var status = _ring.TryOpen(envelope, EncryptionContext.For(target, column, parts), out var opened);

            return status == OpenStatus.Opened && opened.AsSpan().SequenceEqual(plaintext) && envelope.Length == plaintext.Length + Envelope.Overhead;
        });

    [Test]
    public void What_was_sealed_opens_in_its_place_from_its_text_form() =>
        Plaintexts.Sample(plaintext =>
        {
            var text = EnvelopeText.Encode(_ring.Seal(plaintext, Place()));

            return EnvelopeText.TryDecode(text, out var envelope)
                && _ring.TryOpen(envelope, Place(), out var opened) == OpenStatus.Opened
                && opened.AsSpan().SequenceEqual(plaintext);
        });

    [Test]
    public void Every_single_flipped_bit_is_noticed()
    {
        var envelope = _ring.Seal("ya29.example-token"u8, Place());
        for (var bit = 0; bit < envelope.Length * 8; bit++)
        {
            var changed = envelope.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));

            var status = _ring.TryOpen(changed, Place(), out var plaintext);

            Assert.That(status, Is.AnyOf(NotOpened), $"bit {bit}");
            Assert.That(plaintext, Is.Empty, $"bit {bit}");
        }
    }

    [TestCase(0, OpenStatus.UnknownFormat)]
    [TestCase(1, OpenStatus.UnknownFormat)]
    [TestCase(2, OpenStatus.UnknownFormat)]
    [TestCase(3, OpenStatus.UnknownSuite)]
    [TestCase(4, OpenStatus.WrongKeyType)]
    [TestCase(8, OpenStatus.UnknownVersion)]
    [TestCase(12, OpenStatus.UnknownFlags)]
    [TestCase(13, OpenStatus.NotAuthentic)]
    [TestCase(25, OpenStatus.NotAuthentic)]
    [TestCase(37, OpenStatus.NotAuthentic)]
    public void Changed_byte_is_named_by_its_field(int offset, OpenStatus expected)
    {
        var envelope = _ring.Seal("ya29.example-token"u8, Place());
        envelope[offset] ^= 0x80;

        Assert.That(_ring.TryOpen(envelope, Place(), out _), Is.EqualTo(expected));
    }

    [Test]
    public void Every_shorter_length_is_noticed()
    {
        var envelope = _ring.Seal("ya29.example-token"u8, Place());
        for (var length = 0; length < envelope.Length; length++)
        {
            var expected = length < 3 ? OpenStatus.UnknownFormat : length < Envelope.Overhead ? OpenStatus.Truncated : OpenStatus.NotAuthentic;

            Assert.That(_ring.TryOpen(envelope.AsSpan(0, length), Place(), out _), Is.EqualTo(expected), $"{length} bytes");
        }
    }

    [Test]
    public void One_byte_more_is_noticed()
    {
        var envelope = _ring.Seal("ya29.example-token"u8, Place());

        Assert.That(_ring.TryOpen([.. envelope, 0], Place(), out _), Is.EqualTo(OpenStatus.NotAuthentic));
    }

    [Test]
    public void Random_bytes_never_throw() =>
        Gen.Byte.Array[0, 200].Sample(bytes => NotOpened.Contains(_ring.TryOpen(bytes, Place(), out _)));

    [Test]
    public void Random_bytes_behind_a_good_header_never_throw() =>
        Gen.Byte.Array[0, 200].Sample(bytes => NotOpened.Contains(_ring.TryOpen([0x4b, 0x52, 1, 1, 0, 0, 0, 1, 0, 0, 0, 3, 0, .. bytes], Place(), out _)));

    [Test]
    public void What_was_sealed_for_one_place_opens_in_no_other() =>
        Gen.Select(Names, Names, KeyParts, Names, Names, KeyParts)
            .Where((target, column, parts, otherTarget, otherColumn, otherParts) => target != otherTarget || column != otherColumn || !parts.SequenceEqual(otherParts))
            .Sample((target, column, parts, otherTarget, otherColumn, otherParts) =>
            {
                var envelope = _ring.Seal("secret"u8, EncryptionContext.For(target, column, parts));

                return _ring.TryOpen(envelope, EncryptionContext.For(otherTarget, otherColumn, otherParts), out _) == OpenStatus.NotAuthentic;
            });

    [TestCase("tenant", "token", new[] { "4", "2" }, TestName = "Moved_to_another_target_it_does_not_open")]
    [TestCase("tenants", "tokens", new[] { "4", "2" }, TestName = "Moved_to_another_column_it_does_not_open")]
    [TestCase("tenants", "token", new[] { "4", "3" }, TestName = "Moved_to_another_row_it_does_not_open")]
    [TestCase("tenants", "token", new[] { "2", "4" }, TestName = "With_its_key_parts_exchanged_it_does_not_open")]
    [TestCase("tenants", "token", new[] { "42" }, TestName = "With_its_key_parts_joined_it_does_not_open")]
    [TestCase("tenants", "token", new[] { "4", "2", "" }, TestName = "With_an_empty_key_part_more_it_does_not_open")]
    [TestCase("tenants", "token", new[] { "4", "2 " }, TestName = "With_a_trailing_space_in_its_key_it_does_not_open")]
    [TestCase("Tenants", "token", new[] { "4", "2" }, TestName = "With_another_case_in_a_name_it_does_not_open")]
    [TestCase("tenantst", "oken", new[] { "4", "2" }, TestName = "With_a_letter_moved_from_column_to_target_it_does_not_open")]
    public void Moved_it_does_not_open(string target, string column, string[] parts)
    {
        var envelope = _ring.Seal("secret"u8, EncryptionContext.For("tenants", "token", "4", "2"));

        Assert.That(_ring.TryOpen(envelope, EncryptionContext.For(target, column, parts), out _), Is.EqualTo(OpenStatus.NotAuthentic));
    }

    [Test]
    public void Composed_and_decomposed_letters_are_different_places()
    {
        var envelope = _ring.Seal("secret"u8, EncryptionContext.For("tenants", "token", "\u00e9"));

        Assert.That(_ring.TryOpen(envelope, EncryptionContext.For("tenants", "token", "e\u0301"), out _), Is.EqualTo(OpenStatus.NotAuthentic));
    }

    [Test]
    public void Renamed_to_another_version_it_does_not_open()
    {
        var envelope = _ring.Seal("secret"u8, Place());
        envelope[11] = 2;

        Assert.That(_ring.TryOpen(envelope, Place(), out _), Is.EqualTo(OpenStatus.NotAuthentic));
    }

    [Test]
    public void Renamed_to_another_version_of_the_same_bytes_it_does_not_open()
    {
        using var ring = Rings.Of(Rings.KeyId, (1, Rings.Key(7)), (2, Rings.Key(7)));
        var envelope = ring.Seal("secret"u8, Place());
        envelope[11] = 1;

        Assert.That(ring.TryOpen(envelope, Place(), out _), Is.EqualTo(OpenStatus.NotAuthentic));
    }

    [Test]
    public void Renamed_to_another_key_type_of_the_same_bytes_it_does_not_open()
    {
        using var one = Rings.Of(keyId: 1, (1, Rings.Key(7)));
        using var other = Rings.Of(keyId: 2, (1, Rings.Key(7)));
        var envelope = one.Seal("secret"u8, Place());

        var unchanged = other.TryOpen(envelope, Place(), out _);
        envelope[7] = 2;
        var renamed = other.TryOpen(envelope, Place(), out _);

        Assert.That((unchanged, renamed), Is.EqualTo((OpenStatus.WrongKeyType, OpenStatus.NotAuthentic)));
    }

    [Test]
    public void Version_that_the_ring_does_not_hold_is_named([Values(0u, 4u, uint.MaxValue)] uint version)
    {
        var envelope = _ring.Seal("secret"u8, Place());
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(envelope.AsSpan(8), version);

        Assert.That(_ring.TryOpen(envelope, Place(), out _), Is.EqualTo(OpenStatus.UnknownVersion));
    }

    [Test]
    public void Every_version_of_the_ring_opens()
    {
        using var opener = _ring.CreateOpener();
        foreach (var version in _ring.Versions)
        {
            using var sealer = _ring.CreateSealer(version);
            var envelope = new byte[6 + Envelope.Overhead];
            sealer.Seal("secret"u8, Place(), envelope);

            Assert.That(opener.Open(envelope, Place(), new byte[6], out var written), Is.EqualTo(OpenStatus.Opened));
            Assert.That(written, Is.EqualTo(6));
        }
    }

    [Test]
    public void Opener_that_failed_opens_the_next_value()
    {
        var envelope = _ring.Seal("secret"u8, Place());
        using var opener = _ring.CreateOpener();
        var plaintext = new byte[6];

        var wrong = opener.Open(envelope, EncryptionContext.For("tenants", "token", "43"), plaintext, out var nothing);
        var right = opener.Open(envelope, Place(), plaintext, out var written);

        Assert.Multiple(() =>
        {
            Assert.That((wrong, nothing), Is.EqualTo((OpenStatus.NotAuthentic, 0)));
            Assert.That((right, written), Is.EqualTo((OpenStatus.Opened, 6)));
            Assert.That(plaintext, Is.EqualTo("secret"u8.ToArray()));
        });
    }

    [Test]
    public void Long_context_opens_after_a_short_one()
    {
        using var sealer = _ring.CreateSealer(3);
        using var opener = _ring.CreateOpener();
        foreach (var length in new[] { 1, 400, 5_000, 1, 70_000 })
        {
            var envelope = new byte[Envelope.Overhead];
            sealer.Seal([], EncryptionContext.For("tenants", "token", new string('k', length)), envelope);

            Assert.That(opener.Open(envelope, EncryptionContext.For("tenants", "token", new string('k', length)), [], out _), Is.EqualTo(OpenStatus.Opened), $"{length}");
        }
    }

    [Test]
    public void Default_context_seals_nothing() =>
        Assert.That(() => _ring.Seal("secret"u8, default), Throws.ArgumentException);

    [Test]
    public void Default_context_opens_nothing()
    {
        var envelope = _ring.Seal("secret"u8, Place());
        Assert.That(() => _ring.TryOpen(envelope, default, out _), Throws.ArgumentException);
    }

    [Test]
    public void Buffer_of_another_length_is_refused([Values(-1, 1)] int difference)
    {
        using var sealer = _ring.CreateSealer(3);
        Assert.That(() => sealer.Seal("secret"u8, Place(), new byte[6 + Envelope.Overhead + difference]), Throws.ArgumentException);
    }

    private static EncryptionContext Place() => EncryptionContext.For("tenants", "token", "42");

    private static bool IsUnicode(string text) => !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff');
}
