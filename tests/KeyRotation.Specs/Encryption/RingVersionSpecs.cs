using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public sealed class RingVersionSpecs
{
    [Test]
    public void Ring_seals_under_its_active_version()
    {
        using var ring = SampleRings.Of(2, KeyRingEntry.Opening(1, KeyMaterial.Generate()), KeyRingEntry.Sealing(2, KeyMaterial.Generate()), KeyRingEntry.Opening(3, KeyMaterial.Generate()));
        Envelope.TryReadHeader(ring.Seal("x"u8, Place), out var header);
        Assert.That(header, Is.EqualTo(new EnvelopeHeader(SampleRings.KeyId, 2)));
        Assert.That((ring.KeyType, ring.KeyId, ring.Epoch, ring.Activation, ring.ActiveVersion), Is.EqualTo(("token_encryption", 1u, 7L, 3L, 2)));
        Assert.That(ring.Versions, Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void Ring_opens_every_version_that_it_holds()
    {
        byte[] one = [.. Enumerable.Repeat((byte)1, 32)], two = [.. Enumerable.Repeat((byte)2, 32)];
        using var before = SampleRings.Of(1, KeyRingEntry.Sealing(1, KeyMaterial.From(one)));
        using var after = SampleRings.Of(2, KeyRingEntry.Opening(1, KeyMaterial.From(one)), KeyRingEntry.Sealing(2, KeyMaterial.From(two)));
        Assert.That(after.TryOpen(before.Seal("old"u8, Place), Place, out var old), Is.EqualTo(OpenStatus.Opened));
        Assert.That(after.TryOpen(after.Seal("new"u8, Place), Place, out var young), Is.EqualTo(OpenStatus.Opened));
        Assert.That((old.Length, young.Length), Is.EqualTo((3, 3)));
    }

    [Test]
    public void Key_is_chosen_by_the_header_alone()
    {
        using var material = KeyMaterial.Generate();
        var bytes = material.Bytes.ToArray();
        using var ring = SampleRings.Of(2, KeyRingEntry.Sealing(1, KeyMaterial.From(bytes)), KeyRingEntry.Sealing(2, KeyMaterial.Generate()));
        using var sealer = new EnvelopeSealer(SampleRings.KeyId, 2, material);
        var envelope = new byte[Envelope.Overhead];
        sealer.Seal([], Place, envelope);
        Assert.That(ring.TryOpen(envelope, Place, out _), Is.EqualTo(OpenStatus.NotAuthentic), "version 1 would open it, the header says 2");
    }

    [Test]
    public void Version_that_the_ring_may_not_open_gives_its_reason()
    {
        using var writer = SampleRings.Of(1, 2, 3, 4);
        using var reader = SampleRings.Of(null, KeyRingEntry.Disabled(1), KeyRingEntry.Retired(2), KeyRingEntry.Opening(3, KeyMaterial.Generate()));
        Assert.That(Status(1), Is.EqualTo(OpenStatus.Disabled));
        Assert.That(Status(2), Is.EqualTo(OpenStatus.Retired));
        Assert.That(Status(3), Is.EqualTo(OpenStatus.NotAuthentic));
        Assert.That(Status(4), Is.EqualTo(OpenStatus.UnknownVersion));
        Assert.That(reader.Versions, Is.EqualTo(new[] { 3 }));

        OpenStatus Status(int version)
        {
            using var sealer = writer.CreateSealer(version);
            var envelope = new byte[Envelope.Overhead];
            sealer.Seal([], Place, envelope);
            return reader.TryOpen(envelope, Place, out _);
        }
    }

    [TestCase("00000000")]
    [TestCase("80000000")]
    [TestCase("ffffffff")]
    public void Version_outside_the_format_is_unknown(string version)
    {
        using var ring = SampleRings.Of(1);
        var envelope = ring.Seal("x"u8, Place);
        Convert.FromHexString(version).CopyTo(envelope, 8);
        Assert.That(ring.TryOpen(envelope, Place, out _), Is.EqualTo(OpenStatus.UnknownVersion));
    }

    [Test]
    public void Envelope_of_another_key_type_is_told_apart()
    {
        using var ring = SampleRings.Of(1);
        using var other = new KeyRing("database_encryption", 2, 0, 1, 1, [KeyRingEntry.Sealing(1, KeyMaterial.Generate())]);
        Assert.That(ring.TryOpen(other.Seal("x"u8, Place), Place, out _), Is.EqualTo(OpenStatus.WrongKeyType));
    }

    [Test]
    public void Ring_without_an_active_version_does_not_seal()
    {
        using var ring = SampleRings.Of(null, KeyRingEntry.Opening(1, KeyMaterial.Generate()));
        Assert.That(() => ring.Seal("x"u8, Place), Throws.TypeOf<NoActiveKeyException>().With.Property(nameof(NoActiveKeyException.KeyType)).EqualTo("token_encryption"));
        Assert.That(() => new MessageSigner(ring).Sign("x"u8), Throws.TypeOf<NoActiveKeyException>());
    }

    [Test]
    public void Batch_sealer_takes_only_a_version_that_may_seal()
    {
        using var ring = SampleRings.Of(2, KeyRingEntry.Opening(1, KeyMaterial.Generate()), KeyRingEntry.Sealing(2, KeyMaterial.Generate()));
        Assert.That(() => ring.CreateSealer(1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("OpenOnly"));
        Assert.That(() => ring.CreateSealer(9), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("not in the ring"));
    }

    [Test]
    public void Ring_that_contradicts_itself_is_refused()
    {
        using var material = KeyMaterial.Generate();
        Assert.Throws<ArgumentException>(() => SampleRings.Of(2, KeyRingEntry.Sealing(1, material)));
        Assert.Throws<ArgumentException>(() => SampleRings.Of(1, KeyRingEntry.Opening(1, material)));
        Assert.Throws<ArgumentException>(() => SampleRings.Of(1, KeyRingEntry.Sealing(1, material), KeyRingEntry.Disabled(1)));
        Assert.Throws<ArgumentException>(() => _ = new KeyRingEntry(1, null, KeyUse.OpenOnly));
        Assert.Throws<ArgumentException>(() => _ = new KeyRingEntry(1, material, KeyUse.Disabled));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new KeyRingEntry(0, material, KeyUse.OpenOnly));
    }

    [Test]
    public void Disposed_ring_zeroes_its_keys_and_refuses_everything()
    {
        var material = KeyMaterial.Generate();
        var ring = SampleRings.Of(1, KeyRingEntry.Sealing(1, material));
        var envelope = ring.Seal("x"u8, Place);
        ring.TryOpen(envelope, Place, out _);
        var sealer = ring.CreateSealer(1);
        var opener = ring.CreateOpener();
        ring.Dispose();
        Assert.That(material.IsZeroed, Is.True);
        Assert.Throws<ObjectDisposedException>(() => ring.Seal("x"u8, Place));
        Assert.Throws<ObjectDisposedException>(() => ring.TryOpen(envelope, Place, out _));
        Assert.Throws<ObjectDisposedException>(() => sealer.Seal([], Place, new byte[Envelope.Overhead]));
        Assert.Throws<ObjectDisposedException>(() => opener.Open(envelope, Place, new byte[1], out _));
        Assert.Throws<ObjectDisposedException>(() => ring.CreateSealer(1));
        Assert.Throws<ObjectDisposedException>(() => ring.CreateOpener());
        sealer.Dispose();
        opener.Dispose();
    }

    private static EncryptionContext Place => EncryptionContext.For("t", "c", "1");
}
