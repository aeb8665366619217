using System.Text;
using System.Text.Json;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

/// <summary>Envelopes that an independent implementation made. A ciphertext of today must open in twenty years.</summary>
[TestFixture]
public class EnvelopeVectorSpecs
{
    private const string Token =
        "4b520101000000010000000300a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b5cd68cd81b2967b8b76ec671d44a16af15371be567be374966cd8694c9b9a4a1330";
    private const string TokenText =
        "kr1.S1IBAQAAAAEAAAADAKChoqOkpaanqKmqq6ytrq-wsbKztLW2t7XNaM2BspZ7i3bsZx1EoWrxU3G-VnvjdJZs2GlMm5pKEzA";
    private const string Secret =
        "4b520101000000010000000300a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b74b3eeaf98aa636b36a9a5cb0c0e425c9";
    private const string SecretText =
        "kr1.S1IBAQAAAAEAAAADAKChoqOkpaanqKmqq6ytrq-wsbKztLW2t0s-6vmKpjazappcsMDkJck";

    private static readonly byte[] Key = [.. Enumerable.Range(0, KeyMaterial.Size).Select(index => (byte)index)];

    [Test]
    public void Vector_with_one_key_part_opens()
    {
        var context = EncryptionContext.For("oauth-tokens", "access_token", "42");
        using var ring = Rings.Of(keyId: 1, (3, Key));

        var status = ring.TryOpen(Convert.FromHexString(Token), context, out var plaintext);

        Assert.That((status, Encoding.UTF8.GetString(plaintext)), Is.EqualTo((OpenStatus.Opened, "ya29.example-token")));
    }

    [Test]
    public void Vector_with_three_key_parts_and_an_empty_plaintext_opens()
    {
        var context = EncryptionContext.For("tenants", "api_secret", "7", "9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11", "käse");
        using var ring = Rings.Of(keyId: 1, (3, Key));

        var status = ring.TryOpen(Convert.FromHexString(Secret), context, out var plaintext);

        Assert.That((status, plaintext.Length), Is.EqualTo((OpenStatus.Opened, 0)));
    }

    [TestCase(Token, TokenText, TestName = "Text_form_of_the_first_vector_is_its_binary_form")]
    [TestCase(Secret, SecretText, TestName = "Text_form_of_the_second_vector_is_its_binary_form")]
    public void Text_form_is_the_binary_form(string binary, string text)
    {
        var decoded = EnvelopeText.TryDecode(text, out var envelope);

        Assert.Multiple(() =>
        {
            Assert.That(decoded);
            Assert.That(Convert.ToHexStringLower(envelope), Is.EqualTo(binary));
            Assert.That(EnvelopeText.Encode(Convert.FromHexString(binary)), Is.EqualTo(text));
        });
    }

    [TestCase("oauth-tokens", "access_token", new[] { "42" }, "0000000c6f617574682d746f6b656e730000000c6163636573735f746f6b656e00000001000000023432", TestName = "Context_of_one_key_part_is_written_byte_for_byte")]
    [TestCase("tenants", "api_secret", new[] { "7", "9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11", "käse" }, "0000000774656e616e74730000000a6170695f7365637265740000000300000001370000002439663063376135322d336331652d346231612d386135362d306432663866376632623131000000056bc3a47365", TestName = "Context_of_three_key_parts_is_written_byte_for_byte")]
    public void Context_is_written_byte_for_byte(string target, string column, string[] keyParts, string expected) =>
        Assert.That(Convert.ToHexStringLower(EncryptionContext.For(target, column, keyParts).Bytes), Is.EqualTo(expected));

    [Test]
    public void Header_is_read_without_a_key()
    {
        var status = Envelope.TryReadHeader(Convert.FromHexString(Token), out var header);

        Assert.That((status, header), Is.EqualTo((OpenStatus.Opened, new EnvelopeHeader(KeyId: 1, KeyVersion: 3))));
    }

    [TestCaseSource(nameof(Golden))]
    public void Golden_envelope_opens(string name)
    {
        var golden = JsonSerializer.Deserialize<GoldenEnvelope>(File.ReadAllText(Path.Combine(Folder, name)), JsonSerializerOptions.Web)!;
        var context = EncryptionContext.For(golden.Target, golden.Column, golden.KeyParts);
        Assert.That(Convert.ToHexStringLower(context.Bytes), Is.EqualTo(golden.Context), "the context");
        using var ring = Rings.Of(golden.KeyId, (golden.KeyVersion, Convert.FromHexString(golden.Key)));

        Assert.That(EnvelopeText.TryDecode(golden.Text, out var envelope), "the text form is not read");
        var status = ring.TryOpen(envelope, context, out var plaintext);

        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(OpenStatus.Opened));
            Assert.That(plaintext.AsSpan().SequenceEqual(golden.Plaintext()), "another plaintext");
            Assert.That(EnvelopeText.Encode(envelope), Is.EqualTo(golden.Text));
        });
    }

    [Test]
    public void No_golden_envelope_was_lost() => Assert.That(Golden().Count(), Is.GreaterThanOrEqualTo(14));

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "golden", "envelope");

    private static IEnumerable<string> Golden() => Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private sealed record GoldenEnvelope(
        string Key, uint KeyId, int KeyVersion, string Target, string Column, string[] KeyParts, string Context, string PlaintextUnit, int PlaintextTimes, string Text)
    {
        public byte[] Plaintext() => [.. Enumerable.Repeat(Convert.FromHexString(PlaintextUnit), PlaintextTimes).SelectMany(unit => unit)];
    }
}
