using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public sealed class SealingSpecs
{
    [Test]
    public void Nonces_are_distinct_and_their_prefix_is_renewed_after_65536_messages()
    {
        using var material = KeyMaterial.Generate();
        using var sealer = new EnvelopeSealer(1, 1, material);
        var envelope = new byte[Envelope.Overhead];
        HashSet<UInt128> suffixes = [];
        List<string> prefixes = [];
        const int messages = (2 * EnvelopeSealer.MessagesPerPrefix) + 10;
        for (var i = 0; i < messages; i++)
        {
            sealer.Seal([], EncryptionContext.For("t", "c", "1"), envelope);
            var prefix = Convert.ToHexStringLower(envelope.AsSpan(13, 12));
            if (i % EnvelopeSealer.MessagesPerPrefix == 0)
            {
                prefixes.Add(prefix);
            }

            Assert.That(prefix, Is.EqualTo(prefixes[^1]), $"message {i}");
            suffixes.Add(new UInt128(BitConverter.ToUInt64(envelope, 25), BitConverter.ToUInt32(envelope, 33)));
        }

        Assert.That(suffixes, Has.Count.EqualTo(messages), "the second halves alone are distinct already");
        Assert.That(prefixes.Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public void Two_sealers_never_share_a_prefix()
    {
        using var ring = SampleRings.Of(1);
        var prefixes = Enumerable.Range(0, 100).Select(_ =>
        {
            using var sealer = ring.CreateSealer(1);
            var envelope = new byte[Envelope.Overhead];
            sealer.Seal([], EncryptionContext.For("t", "c", "1"), envelope);
            return Convert.ToHexStringLower(envelope.AsSpan(13, 12));
        });
        Assert.That(prefixes, Is.Unique);
    }

    [Test]
    public void Result_under_a_key_zeroed_meanwhile_is_thrown_away()
    {
        var material = KeyMaterial.Generate();
        using var sealer = new EnvelopeSealer(1, 1, material, _ => material.Zero());
        var envelope = new byte[Envelope.Overhead + 6];
        Assert.Throws<ObjectDisposedException>(() => sealer.Seal("secret"u8, EncryptionContext.For("t", "c", "1"), envelope));
        Assert.That(envelope, Is.All.Zero);
    }

    [Test]
    public void Key_zeroed_before_its_cipher_was_made_seals_nothing()
    {
        var material = KeyMaterial.Generate();
        material.Zero();
        using var sealer = new EnvelopeSealer(1, 1, material);
        var envelope = new byte[Envelope.Overhead + 6];
        Assert.Throws<ObjectDisposedException>(() => sealer.Seal("secret"u8, EncryptionContext.For("t", "c", "1"), envelope));
        Assert.That(envelope, Is.All.Zero);
    }

    [Test]
    public void Key_disposed_while_it_seals_finishes_what_it_began()
    {
        var material = KeyMaterial.From(SampleRings.CountingKey);
        using var sealer = new EnvelopeSealer(1, 1, material, _ => material.Dispose());
        var envelope = new byte[Envelope.Overhead + 6];
        sealer.Seal("secret"u8, EncryptionContext.For("t", "c", "1"), envelope);
        Assert.That(material.IsZeroed, Is.True);
        using var ring = SampleRings.Of(1, KeyRingEntry.Sealing(1, KeyMaterial.From(SampleRings.CountingKey)));
        Assert.That(ring.TryOpen(envelope, EncryptionContext.For("t", "c", "1"), out _), Is.EqualTo(OpenStatus.Opened));
        Assert.Throws<ObjectDisposedException>(() => sealer.Seal("secret"u8, EncryptionContext.For("t", "c", "1"), envelope));
        Assert.That(envelope, Is.All.Zero);
    }

    [TestCase(0)]
    [TestCase(Envelope.Overhead + 5)]
    [TestCase(Envelope.Overhead + 7)]
    public void Destination_of_another_length_is_refused(int length)
    {
        using var ring = SampleRings.Of(1);
        using var sealer = ring.CreateSealer(1);
        Assert.Throws<ArgumentException>(() => sealer.Seal("secret"u8, EncryptionContext.For("t", "c", "1"), new byte[length]));
    }

    [Test]
    public void Destination_over_the_plaintext_is_refused_and_the_plaintext_left_alone()
    {
        using var ring = SampleRings.Of(1);
        using var sealer = ring.CreateSealer(1);
        var buffer = new byte[Envelope.Overhead + 6];
        buffer[2] = 7;
        Assert.Throws<ArgumentException>(() => sealer.Seal(buffer.AsSpan(0, 6), EncryptionContext.For("t", "c", "1"), buffer));
        Assert.That(buffer[2], Is.EqualTo(7));
    }

    [Test]
    public void Second_thread_is_refused()
    {
        using var material = KeyMaterial.Generate();
        EnvelopeSealer? sealer = null;
        sealer = new EnvelopeSealer(1, 1, material, _ => sealer!.Seal([], EncryptionContext.For("t", "c", "1"), new byte[Envelope.Overhead]));
        Assert.Throws<InvalidOperationException>(() => sealer.Seal([], EncryptionContext.For("t", "c", "1"), new byte[Envelope.Overhead]));
        sealer.Dispose();
    }

    [Test]
    public void Disposed_sealer_and_opener_refuse()
    {
        using var ring = SampleRings.Of(1);
        var sealer = ring.CreateSealer(1);
        var opener = ring.CreateOpener();
        var envelope = ring.Seal([], EncryptionContext.For("t", "c", "1"));
        sealer.Dispose();
        opener.Dispose();
        Assert.Throws<ObjectDisposedException>(() => sealer.Seal([], EncryptionContext.For("t", "c", "1"), new byte[Envelope.Overhead]));
        Assert.Throws<ObjectDisposedException>(() => opener.Open(envelope, EncryptionContext.For("t", "c", "1"), [], out _));
    }
}
