using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public sealed class EnvelopeOpenerSpecs
{
    [Test]
    public void Envelopes_of_more_prefixes_than_are_kept_all_open()
    {
        using var ring = SampleRings.Of(1);
        using var opener = ring.CreateOpener();
        List<byte[]> envelopes = [];
        for (var i = 0; i < 3 * EnvelopeOpener.DerivedKeysPerVersion; i++)
        {
            using var sealer = ring.CreateSealer(1);
            envelopes.Add(new byte[Envelope.Overhead + 1]);
            sealer.Seal([(byte)i], Place, envelopes[^1]);
        }

        var plaintext = new byte[1];
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < envelopes.Count; i++)
            {
                Assert.That(opener.Open(envelopes[i], Place, plaintext, out var written), Is.EqualTo(OpenStatus.Opened));
                Assert.That((written, plaintext[0]), Is.EqualTo((1, (byte)i)));
            }
        }
    }

    [Test]
    public void Derived_keys_are_bounded()
    {
        using var derivation = new SubkeyDerivation(SampleRings.CountingKey);
        using var derived = new DerivedKeys(3);
        for (byte i = 0; i < 10; i++)
        {
            derived.For([i, .. new byte[11]], derivation);
            Assert.That(derived.Count, Is.LessThanOrEqualTo(3));
        }
    }

    [Test]
    public void Refused_envelope_leaves_no_plaintext_behind()
    {
        using var ring = SampleRings.Of(1);
        using var opener = ring.CreateOpener();
        var envelope = ring.Seal("secret"u8, Place);
        envelope[^1] ^= 1;
        var plaintext = Enumerable.Repeat((byte)0xee, 8).ToArray();
        Assert.That(opener.Open(envelope, Place, plaintext, out var written), Is.EqualTo(OpenStatus.NotAuthentic));
        Assert.That(written, Is.Zero);
        Assert.That(plaintext, Is.EqualTo(new byte[] { 0, 0, 0, 0, 0, 0, 0xee, 0xee }), "only what it would have written is touched");
    }

    [Test]
    public void Buffer_too_small_or_overlapping_is_the_callers_mistake()
    {
        using var ring = SampleRings.Of(1);
        using var opener = ring.CreateOpener();
        var envelope = ring.Seal("secret"u8, Place);
        Assert.Throws<ArgumentException>(() => opener.Open(envelope, Place, new byte[5], out _));
        Assert.Throws<ArgumentException>(() => opener.Open(envelope, Place, envelope, out _));
    }

    private static EncryptionContext Place => EncryptionContext.For("t", "c", "1");
}
