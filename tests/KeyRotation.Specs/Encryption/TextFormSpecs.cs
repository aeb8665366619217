using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public sealed class TextFormSpecs
{
    [TestCase("", TestName = "Nothing_is_refused")]
    [TestCase("kr1.A", TestName = "Single_digit_is_refused")]
    [TestCase("kr1.AAAAA", TestName = "Digit_too_many_is_refused")]
    [TestCase("kr1.AA==", TestName = "Padding_is_refused")]
    [TestCase("kr1.AAA=", TestName = "Single_padding_is_refused")]
    [TestCase("kr1.AA%%", TestName = "Padding_of_URLs_is_refused")]
    [TestCase("kr1.AA AA", TestName = "Space_is_refused")]
    [TestCase("kr1.AAAA\n", TestName = "Line_end_is_refused")]
    [TestCase("kr1.AAAA\0", TestName = "Trailing_NUL_is_refused")]
    [TestCase(" kr1.AAAA", TestName = "Leading_space_is_refused")]
    [TestCase("kr1.AA+A", TestName = "Plus_of_plain_base64_is_refused")]
    [TestCase("kr1.AA/A", TestName = "Slash_of_plain_base64_is_refused")]
    [TestCase("kr1.AB", TestName = "Stray_bits_after_one_byte_are_refused")]
    [TestCase("kr1.AAB", TestName = "Stray_bits_after_two_bytes_are_refused")]
    [TestCase("KR1.AAAA", TestName = "Prefix_in_upper_case_is_refused")]
    [TestCase("kr2.AAAA", TestName = "Later_format_is_refused")]
    public void Refused(string text)
    {
        Assert.That(EnvelopeText.TryDecode(text, out var bytes), Is.False);
        Assert.That(bytes, Is.Empty);
        Assert.That(EnvelopeText.TryDecode(text, new byte[10], out var written), Is.False);
        Assert.That(written, Is.Zero);
    }

    [TestCase("kr1.AA", "00")]
    [TestCase("kr1.AAA", "0000")]
    [TestCase("kr1.-_-_", "fbffbf")]
    [TestCase("kr1._w", "ff")]
    [TestCase("kr1.__8", "ffff")]
    public void Text_decodes_to_its_bytes(string text, string bytes)
    {
        Assert.That(EnvelopeText.TryDecode(text, out var decoded), Is.True);
        Assert.That(Convert.ToHexStringLower(decoded), Is.EqualTo(bytes));
        Assert.That(EnvelopeText.DecodedLength(text), Is.EqualTo(decoded.Length));
        Assert.That(EnvelopeText.Encode(decoded), Is.EqualTo(text));
    }

    [Test]
    public void Every_last_digit_is_either_canonical_or_refused()
    {
        foreach (var last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        {
            foreach (var text in new[] { $"kr1.A{last}", $"kr1.AA{last}", $"kr1.AAA{last}" })
            {
                Assert.That(!EnvelopeText.TryDecode(text, out var bytes) || EnvelopeText.Encode(bytes) == text, text);
            }
        }
    }

    [Test]
    public void Buffer_too_small_is_the_callers_mistake() =>
        Assert.Throws<ArgumentException>(() => EnvelopeText.TryDecode("kr1.AAAA", new byte[2], out _));

    [Test]
    public void Text_looks_like_an_envelope_when_magic_and_format_are_there()
    {
        Assert.That(Envelope.LooksLikeEnvelope("kr1.S1IBAQAAAAEAAAADAKCh"), Is.True);
        Assert.That(Envelope.LooksLikeEnvelope("kr1.S1ICAQAAAAEAAAADAKCh"), Is.False);
        Assert.That(Envelope.LooksLikeEnvelope("kr1.other"), Is.False);
        Assert.That(Envelope.LooksLikeEnvelope("KR\u0001"u8), Is.True);
        Assert.That(Envelope.LooksLikeEnvelope("KR"u8), Is.False);
        Assert.That(Envelope.LooksLikeEnvelope(default(ReadOnlySpan<byte>)), Is.False);
    }
}
