using System.Text;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

/// <summary>The vectors that docs/format.md prints, byte for byte.</summary>
[TestFixture]
public sealed class PublishedEnvelopeSpecs
{
    private const string First = "4b520101000000010000000300a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b5cd68cd81b2967b8b76ec671d44a16af15371be567be374966cd8694c9b9a4a1330";
    private const string FirstText = "kr1.S1IBAQAAAAEAAAADAKChoqOkpaanqKmqq6ytrq-wsbKztLW2t7XNaM2BspZ7i3bsZx1EoWrxU3G-VnvjdJZs2GlMm5pKEzA";
    private const string Second = "4b520101000000010000000300a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b74b3eeaf98aa636b36a9a5cb0c0e425c9";
    private const string SecondText = "kr1.S1IBAQAAAAEAAAADAKChoqOkpaanqKmqq6ytrq-wsbKztLW2t0s-6vmKpjazappcsMDkJck";

    [Test]
    public void First_published_envelope_is_met() => Meet(
        EncryptionContext.For("oauth-tokens", "access_token", "42"), "ya29.example-token", First, FirstText);

    [Test]
    public void Second_published_envelope_is_met() => Meet(
        EncryptionContext.For("tenants", "api_secret", "7", "9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11", "käse"), "", Second, SecondText);

    [Test]
    public void Published_header_says_key_and_version()
    {
        var status = Envelope.TryReadHeader(Convert.FromHexString(First), out var header);
        Assert.That(status, Is.EqualTo(OpenStatus.Opened));
        Assert.That(header, Is.EqualTo(new EnvelopeHeader(1, 3, EnvelopeSuite.XAes256Gcm, 0)));
    }

    [Test]
    public void Everything_of_a_version_begins_with_its_prefix()
    {
        var prefix = new byte[Envelope.PrefixSize];
        Envelope.WritePrefix(1, 3, prefix);
        Assert.That(Convert.ToHexStringLower(prefix), Is.EqualTo(First[..24]));
        Assert.That(EnvelopeText.PrefixOf(1, 3), Is.EqualTo(FirstText[..20]));
        Assert.That(EnvelopeText.PrefixOf(1, 3), Has.Length.EqualTo(20));
    }

    private static void Meet(EncryptionContext context, string plaintext, string envelope, string text)
    {
        using var material = KeyMaterial.From(SampleRings.CountingKey);
        byte next = 0xa0;
        using var sealer = new EnvelopeSealer(1, 3, material, part =>
        {
            foreach (ref var b in part)
            {
                b = next++;
            }
        });
        var bytes = Encoding.UTF8.GetBytes(plaintext);
        var sealedBytes = new byte[bytes.Length + Envelope.Overhead];
        sealer.Seal(bytes, context, sealedBytes);
        Assert.That(Convert.ToHexStringLower(sealedBytes), Is.EqualTo(envelope));
        Assert.That(EnvelopeText.Encode(sealedBytes), Is.EqualTo(text));

        using var ring = SampleRings.Of(3, KeyRingEntry.Sealing(3, KeyMaterial.From(SampleRings.CountingKey)));
        Assert.That(ring.TryOpen(sealedBytes, context, out var opened), Is.EqualTo(OpenStatus.Opened));
        Assert.That(opened, Is.EqualTo(bytes));
    }
}
