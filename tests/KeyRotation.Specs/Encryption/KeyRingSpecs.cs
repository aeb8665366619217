using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public class KeyRingSpecs
{
    [Test]
    public void Active_version_seals()
    {
        using var ring = Rings.Random(2, 5, 3);
        var envelope = ring.Seal("secret"u8, Place());

        Envelope.TryReadHeader(envelope, out var header);

        Assert.That(header, Is.EqualTo(new EnvelopeHeader(Rings.KeyId, 3)));
    }

    [Test]
    public void Versions_are_in_order()
    {
        using var ring = Rings.Random(2, 5, 3);
        Assert.That(ring.Versions, Is.EqualTo(new[] { 2, 3, 5 }));
    }

    [Test]
    public void Ring_without_an_active_version_seals_nothing_and_opens_everything()
    {
        using var writer = Rings.Of(Rings.KeyId, (1, Rings.Key(7)));
        using var reader = new KeyRing("token_encryption", Rings.KeyId, epoch: 1, activation: 0, activeVersion: null, [new KeyRingEntry(1, KeyMaterial.From(Rings.Key(7)))]);

        Assert.Multiple(() =>
        {
            Assert.That(() => reader.Seal("secret"u8, Place()), Throws.TypeOf<NoActiveKeyException>());
            Assert.That(reader.TryOpen(writer.Seal("secret"u8, Place()), Place(), out _), Is.EqualTo(OpenStatus.Opened));
        });
    }

    [Test]
    public void Empty_ring_opens_nothing()
    {
        using var writer = Rings.Random(1);
        using var ring = new KeyRing("token_encryption", Rings.KeyId, epoch: 0, activation: 0, activeVersion: null, []);

        Assert.That(ring.TryOpen(writer.Seal("secret"u8, Place()), Place(), out _), Is.EqualTo(OpenStatus.UnknownVersion));
    }

    [Test]
    public void Active_version_that_is_not_there_is_refused() =>
        Assert.That(() => new KeyRing("token_encryption", Rings.KeyId, epoch: 1, activation: 1, activeVersion: 2, [new KeyRingEntry(1, KeyMaterial.Generate())]),
            Throws.ArgumentException.With.Message.Contains("token_encryption"));

    [Test]
    public void Two_keys_of_one_version_are_refused() =>
        Assert.That(() => Rings.Random(1, 1), Throws.ArgumentException);

    [Test]
    public void Version_below_one_is_refused([Values(0, -1, int.MinValue)] int version) =>
        Assert.That(() => Rings.Random(version), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void Version_that_the_ring_does_not_hold_seals_nothing([Values(0, -1, 2)] int version)
    {
        using var ring = Rings.Random(1);
        Assert.That(() => ring.CreateSealer(version), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Disposed_ring_seals_and_opens_nothing()
    {
        var ring = Rings.Random(1);
        var envelope = ring.Seal("secret"u8, Place());

        ring.Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(() => ring.Seal("secret"u8, Place()), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => ring.TryOpen(envelope, Place(), out _), Throws.TypeOf<ObjectDisposedException>());
        });
    }

    [Test]
    public void Disposed_ring_still_names_a_bad_envelope_without_its_keys()
    {
        var ring = Rings.Random(1);
        ring.Dispose();
        Assert.That(ring.TryOpen([1, 2, 3], Place(), out _), Is.EqualTo(OpenStatus.UnknownFormat));
    }

    [Test]
    public async Task Ring_that_is_swapped_and_disposed_under_load_leaves_no_value_that_does_not_open()
    {
        const int Swaps = 2_000;
        var key = Rings.Key(7);
        using var reader = Rings.Of(Rings.KeyId, (1, key));
        var current = Rings.Of(Rings.KeyId, (1, key));
        var (done, opened, refused) = (false, 0L, 0L);

        var workers = Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            while (Interlocked.Read(ref opened) == 0 || !Volatile.Read(ref done))
            {
                try
                {
                    var ring = Volatile.Read(ref current);
                    var envelope = SealWith(ring, worker);
                    if (reader.TryOpen(envelope, Place(), out var plaintext) != OpenStatus.Opened || !plaintext.AsSpan().SequenceEqual("secret"u8))
                        throw new AssertionException("A value was sealed that does not open.");
                    if (ring.TryOpen(envelope, Place(), out plaintext) != OpenStatus.Opened || !plaintext.AsSpan().SequenceEqual("secret"u8))
                        throw new AssertionException("A ring does not open what it sealed.");
                    Interlocked.Increment(ref opened);
                }
                catch (ObjectDisposedException)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        })).ToArray();
        await Task.Run(async () =>
        {
            for (var swap = 0; swap < Swaps && !workers.Any(worker => worker.IsFaulted); swap++)
            {
                Interlocked.Exchange(ref current, Rings.Of(Rings.KeyId, (1, key))).Dispose();
                await Task.Yield();
            }
        });
        Volatile.Write(ref done, true);
        await Task.WhenAll(workers);
        current.Dispose();

        Assert.That(opened, Is.Positive, $"{opened} opened, {refused} refused");
    }

    [Test]
    public async Task Signer_of_a_ring_that_is_disposed_under_load_leaves_no_signature_that_is_not_valid()
    {
        const int Swaps = 2_000;
        var key = Rings.Key(7);
        using var ringOfReader = Rings.Of(Rings.KeyId, (1, key));
        var reader = new MessageSigner(ringOfReader);
        var current = Rings.Of(Rings.KeyId, (1, key));
        var done = false;

        var worker = Task.Run(() =>
        {
            var valid = 0;
            // The swaps may all be over before this thread has begun.
            while (valid == 0 || !Volatile.Read(ref done))
            {
                try
                {
                    if (reader.Verify("message"u8, new MessageSigner(Volatile.Read(ref current)).Sign("message"u8)) != SignatureStatus.Valid)
                        throw new AssertionException("A signature is not valid.");
                    valid++;
                }
                catch (ObjectDisposedException)
                {
                    // The signature was thrown away, as it should be.
                }
            }
            return valid;
        });
        for (var swap = 0; swap < Swaps && !worker.IsFaulted; swap++)
        {
            Interlocked.Exchange(ref current, Rings.Of(Rings.KeyId, (1, key))).Dispose();
            await Task.Yield();
        }
        Volatile.Write(ref done, true);

        Assert.That(await worker, Is.Positive);
        current.Dispose();
    }

    // Half of the workers seal once, the others through a sealer of their own, which outlives the ring.
    private static byte[] SealWith(KeyRing ring, int worker)
    {
        if (worker % 2 == 0)
            return ring.Seal("secret"u8, Place());
        using var sealer = ring.CreateSealer(1);
        var envelope = new byte["secret"u8.Length + Envelope.Overhead];
        for (var row = 0; row < 20; row++)
            sealer.Seal("secret"u8, Place(), envelope);
        return envelope;
    }

    private static EncryptionContext Place() => EncryptionContext.For("tenants", "token", "42");
}
