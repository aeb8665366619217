using System.Buffers;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public class EnvelopeSealerSpecs
{
    private const int PrefixOffset = 13;
    private const int PrefixSize = 12;
    private const int NonceSize = 24;

    [Test]
    public void Nonces_of_seventy_thousand_values_are_distinct_and_their_prefix_changes_after_65536()
    {
        const int Values = 70_000;
        using var ring = Rings.Random(1);
        using var sealer = ring.CreateSealer(1);
        var envelope = new byte[Envelope.Overhead];
        var nonces = new HashSet<string>();
        var prefixes = new List<(string Prefix, int First)>();

        for (var value = 0; value < Values; value++)
        {
            sealer.Seal([], Place(), envelope);
            nonces.Add(Convert.ToHexString(envelope, PrefixOffset, NonceSize));
            var prefix = Convert.ToHexString(envelope, PrefixOffset, PrefixSize);
            if (prefixes.Count == 0 || prefixes[^1].Prefix != prefix)
                prefixes.Add((prefix, value));
        }

        Assert.Multiple(() =>
        {
            Assert.That(nonces, Has.Count.EqualTo(Values));
            Assert.That(prefixes.Select(prefix => prefix.First), Is.EqualTo(new[] { 0, 65_536 }));
            Assert.That(prefixes.Select(prefix => prefix.Prefix), Is.Unique);
        });
    }

    [Test]
    public void Value_on_either_side_of_a_new_prefix_opens()
    {
        using var ring = Rings.Random(1);
        using var sealer = ring.CreateSealer(1);
        var envelope = new byte[Envelope.Overhead];
        for (var value = 1; value < EnvelopeSealer.MessagesPerPrefix; value++)
            sealer.Seal([], Place(), envelope);

        sealer.Seal([], Place(), envelope);
        var last = ring.TryOpen(envelope, Place(), out _);
        sealer.Seal([], Place(), envelope);
        var first = ring.TryOpen(envelope, Place(), out _);

        Assert.That((last, first), Is.EqualTo((OpenStatus.Opened, OpenStatus.Opened)));
    }

    [Test]
    public void Two_sealers_share_no_prefix()
    {
        using var ring = Rings.Random(1);
        var prefixes = Enumerable.Range(0, 200).Select(_ =>
        {
            using var sealer = ring.CreateSealer(1);
            var envelope = new byte[Envelope.Overhead];
            sealer.Seal([], Place(), envelope);
            return Convert.ToHexString(envelope, PrefixOffset, PrefixSize);
        });
        Assert.That(prefixes, Is.Unique);
    }

    [Test]
    public void Half_of_the_nonce_behind_the_prefix_is_fresh_for_every_value()
    {
        using var ring = Rings.Random(1);
        using var sealer = ring.CreateSealer(1);
        var rests = new List<string>();
        var envelope = new byte[Envelope.Overhead];
        for (var value = 0; value < 1000; value++)
        {
            sealer.Seal([], Place(), envelope);
            rests.Add(Convert.ToHexString(envelope, PrefixOffset + PrefixSize, NonceSize - PrefixSize));
        }

        Assert.That(rests, Is.Unique);
    }

    [Test]
    public void Sealer_of_a_retired_key_throws_and_clears_what_it_made()
    {
        var ring = Rings.Random(1);
        using var sealer = ring.CreateSealer(1);
        var envelope = new byte[6 + Envelope.Overhead];

        ring.Dispose();

        Assert.That(() => sealer.Seal("secret"u8, Place(), envelope), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(envelope, Is.All.Zero);
    }

    [Test]
    public void Disposed_sealer_seals_nothing([Values] bool usedBefore)
    {
        using var ring = Rings.Random(1);
        var sealer = ring.CreateSealer(1);
        var envelope = new byte[Envelope.Overhead];
        if (usedBefore)
            sealer.Seal([], Place(), envelope);

        sealer.Dispose();

        Assert.That(() => sealer.Seal([], Place(), envelope), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test, NonParallelizable]
    public void Row_is_sealed_and_opened_without_allocating()
    {
        const int Rows = 1000;
        using var ring = Rings.Random(1);
        using var sealer = ring.CreateSealer(1);
        using var opener = ring.CreateOpener();
        var template = new ContextTemplate("tenants", "token", keyParts: 2);
        var buffer = new ArrayBufferWriter<byte>(256);
        var parts = new[] { "42", "9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11" };
        var plaintext = new byte[1000];
        var envelope = new byte[plaintext.Length + Envelope.Overhead];
        SealAndOpen(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var opened = SealAndOpen(Rows);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That((opened, allocated), Is.EqualTo((Rows, 0L)));

        int SealAndOpen(int rows)
        {
            var count = 0;
            for (var row = 0; row < rows; row++)
            {
                var context = template.Bind(parts, buffer);
                sealer.Seal(plaintext, context, envelope);
                if (opener.Open(envelope, context, plaintext, out _) == OpenStatus.Opened)
                    count++;
            }
            return count;
        }
    }

    private static EncryptionContext Place() => EncryptionContext.For("tenants", "token", "42");
}
