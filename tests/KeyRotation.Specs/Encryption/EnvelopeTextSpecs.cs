using CsCheck;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public class EnvelopeTextSpecs
{
    [Test]
    public void Bytes_of_every_length_come_back() =>
        Assert.Multiple(() =>
        {
            for (var length = 0; length <= 300; length++)
            {
                var bytes = Enumerable.Range(0, length).Select(index => (byte)(index * 37 + length)).ToArray();
                Assert.That(EnvelopeText.TryDecode(EnvelopeText.Encode(bytes), out var decoded), $"{length} bytes");
                Assert.That(decoded, Is.EqualTo(bytes), $"{length} bytes");
            }
        });

    [Test]
    public void Any_bytes_come_back() =>
        Gen.Byte.Array[0, 500].Sample(bytes => EnvelopeText.TryDecode(EnvelopeText.Encode(bytes), out var decoded) && decoded.AsSpan().SequenceEqual(bytes));

    [Test]
    public void Text_form_is_prefix_and_unpadded_base64url() =>
        Gen.Byte.Array[0, 100].Sample(bytes => EnvelopeText.Encode(bytes) == $"kr1.{Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_')}");

    [TestCase("")]
    [TestCase("k")]
    [TestCase("kr1")]
    [TestCase("kr2.AAAA")]
    [TestCase("KR1.AAAA")]
    [TestCase("kr1:AAAA")]
    [TestCase("kr1AAAA")]
    [TestCase("AAAA")]
    [TestCase(" kr1.AAAA")]
    [TestCase("\ufeffkr1.AAAA")]
    [TestCase("\u00adkr1.AAAA")]
    public void Text_with_another_prefix_is_refused(string text) => Refused(text);

    [TestCase("kr1.AA==")]
    [TestCase("kr1.AA=")]
    [TestCase("kr1.AAA=")]
    [TestCase("kr1.AAAA=")]
    [TestCase("kr1.=")]
    [TestCase("kr1.====")]
    public void Padding_is_refused(string text) => Refused(text);

    [TestCase("kr1.AAAA ")]
    [TestCase("kr1. AAAA")]
    [TestCase("kr1.AA AA")]
    [TestCase("kr1.AAAA\n")]
    [TestCase("kr1.AA\r\nAA")]
    [TestCase("kr1.AAAA\t")]
    [TestCase("kr1.AAAA\0")]
    public void White_space_is_refused(string text) => Refused(text);

    [TestCase("kr1.AA+A")]
    [TestCase("kr1.AA/A")]
    [TestCase("kr1.AA.A")]
    [TestCase("kr1.AAäA")]
    [TestCase("kr1.AA\uff21A")]
    [TestCase("kr1.kr1.")]
    public void Letter_of_another_alphabet_is_refused(string text) => Refused(text);

    [TestCase("kr1.A")]
    [TestCase("kr1.AAAAA")]
    [TestCase("kr1.AAAAAAAAA")]
    public void Length_that_no_bytes_have_is_refused(string text) => Refused(text);

    [Test]
    public void Two_trailing_letters_have_one_spelling_for_each_byte() =>
        Assert.That(Decodable(from first in Letters from last in Letters select $"kr1.AAAA{first}{last}"), Is.EqualTo(256));

    [Test]
    public void Three_trailing_letters_have_one_spelling_for_each_two_bytes() =>
        Assert.That(Decodable(from first in Letters from middle in Letters from last in Letters select $"kr1.{first}{middle}{last}"), Is.EqualTo(256 * 256));

    [Test]
    public void Text_that_is_read_is_what_would_have_been_written() =>
        Gen.OneOf(Gen.String[Gen.Char["kr1.AEIMQUYcgkosw048-_=+/ B"], 0, 12], Gen.String[Gen.Char["AEQgw-_B="], 0, 9].Select(text => $"kr1.{text}"))
            .Sample(text => !EnvelopeText.TryDecode(text, out var bytes) || EnvelopeText.Encode(bytes) == text);

    [Test]
    public void Nothing_is_decoded_from_refused_text()
    {
        _ = EnvelopeText.TryDecode("kr1.AAAAAB", out var bytes);
        Assert.That(bytes, Is.Empty);
    }

    private static IEnumerable<char> Letters => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static int Decodable(IEnumerable<string> texts) => texts.Count(text => EnvelopeText.TryDecode(text, out _));

    private static void Refused(string text) => Assert.That(EnvelopeText.TryDecode(text, out _), Is.False);
}
