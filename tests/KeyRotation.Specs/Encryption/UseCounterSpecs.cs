using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public sealed class UseCounterSpecs
{
    private UseCounter _uses = null!;

    [SetUp]
    public void Begin_at_zero() => _uses = new UseCounter();

    [Test]
    public void Unused_version_has_no_last_use() => Assert.That(_uses.Read(), Is.EqualTo(new UseCount(0, 0, null, null)));

    [Test]
    public void Seals_and_opens_of_the_ring_are_counted()
    {
        using var ring = Ring();
        var envelope = ring.Seal([1], Place);
        ring.Seal([2], Place);
        ring.TryOpen(envelope, Place, out _);

        Assert.That((_uses.Read().Seals, _uses.Read().Opens), Is.EqualTo((2, 1)));
    }

    [Test]
    public void Seals_and_opens_of_a_batch_are_counted()
    {
        using var ring = Ring();
        using var sealer = ring.CreateSealer(1);
        using var opener = ring.CreateOpener();
        var envelope = new byte[Envelope.Overhead + 1];
        sealer.Seal([1], Place, envelope);
        opener.Open(envelope, Place, new byte[1], out _);

        Assert.That((_uses.Read().Seals, _uses.Read().Opens), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Signatures_count_as_seals_and_verifications_as_opens()
    {
        using var ring = Ring();
        var signer = new MessageSigner(ring);
        signer.Verify([1], signer.Sign([1]));

        Assert.That((_uses.Read().Seals, _uses.Read().Opens), Is.EqualTo((1, 1)));
    }

    [Test]
    public void What_does_not_open_is_not_counted()
    {
        using var ring = Ring();
        var envelope = ring.Seal([1], Place);
        ring.TryOpen(envelope, EncryptionContext.For("t", "c", "2"), out _);
        new MessageSigner(ring).Verify([1], new byte[MessageSigner.SignatureSize]);

        Assert.That(_uses.Read().Opens, Is.Zero);
    }

    [Test]
    public void Counts_go_on_when_a_ring_replaces_another()
    {
        using (var ring = Ring())
        {
            ring.Seal([1], Place);
        }

        using var next = Ring();
        next.Seal([1], Place);

        Assert.That(_uses.Read().Seals, Is.EqualTo(2));
    }

    [Test]
    public async Task No_use_by_many_threads_is_lost()
    {
        var threads = Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                _uses.CountSeal();
                _uses.CountOpen();
            }
        }));
        await Task.WhenAll(threads);

        Assert.That((_uses.Read().Seals, _uses.Read().Opens), Is.EqualTo((800_000, 800_000)));
    }

    [Test]
    public void Last_use_is_as_old_as_it_is()
    {
        _uses.CountSeal();

        Assert.That(_uses.Read().SinceLastSeal, Is.InRange(TimeSpan.Zero, TimeSpan.FromSeconds(5)));
        Assert.That(_uses.Read().SinceLastOpen, Is.Null);
    }

    [Test]
    public void Ring_that_may_not_seal_opens_and_verifies_all_the_same()
    {
        var isRefusing = false;
        using var ring = Ring(() =>
        {
            if (isRefusing)
            {
                throw new TimeoutException("The ring is too old.");
            }
        });
        var signer = new MessageSigner(ring);
        using var sealer = ring.CreateSealer(1);
        var envelope = ring.Seal([1], Place);
        var signature = signer.Sign([1]);
        isRefusing = true;

        Assert.Multiple(() =>
        {
            Assert.That(() => ring.Seal([1], Place), Throws.TypeOf<TimeoutException>());
            Assert.That(() => sealer.Seal([1], Place, new byte[Envelope.Overhead + 1]), Throws.TypeOf<TimeoutException>());
            Assert.That(() => signer.Sign([1]), Throws.TypeOf<TimeoutException>());
            Assert.That(ring.TryOpen(envelope, Place, out _), Is.EqualTo(OpenStatus.Opened));
            Assert.That(signer.Verify([1], signature), Is.EqualTo(SignatureStatus.Valid));
            Assert.That(_uses.Read().Seals, Is.EqualTo(2), "A refused seal is none.");
        });
    }

    private static EncryptionContext Place => EncryptionContext.For("t", "c", "1");

    private KeyRing Ring(Action? beforeSeal = null) => new(
        "token_encryption", SampleRings.KeyId, epoch: 7, activation: 3, activeVersion: 1,
        [new KeyRingEntry(1, KeyMaterial.From(SampleRings.CountingKey), uses: _uses)], beforeSeal);
}
