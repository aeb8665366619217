using System.Buffers;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

/// <summary>A migration moves millions of rows: the library allocates nothing per row, the ring only the result.</summary>
[TestFixture]
public sealed class AllocationSpecs
{
    private const int Rows = 2000;
    private static readonly string[] Key = ["42", "9f0c7a52-3c1e-4b1a-8a56-0d2f8f7f2b11"];

    private readonly ContextTemplate _template = new("oauth-tokens", "access_token", 2);
    private readonly byte[] _plaintext = new byte[100];
    private readonly byte[] _envelope = new byte[100 + Envelope.Overhead];
    private readonly byte[] _scratch = new byte[256];
    private readonly ArrayBufferWriter<byte> _writer = new(256);

    [Test]
    public void Batch_of_rows_is_opened_and_sealed_without_allocating()
    {
        using var ring = SampleRings.Of(1, 2);
        using var old = ring.CreateSealer(1);
        using var sealer = ring.CreateSealer(2);
        using var opener = ring.CreateOpener();
        Assert.That(PerRow(() =>
        {
            old.Seal(_plaintext, _template.Bind(Key, _scratch), _envelope);
            opener.Open(_envelope, _template.Bind(Key, _writer), _plaintext, out _);
            sealer.Seal(_plaintext, _template.Bind(Key, _scratch), _envelope);
        }), Is.Zero);
    }

    [Test]
    public void Ring_allocates_only_the_envelope_that_it_returns()
    {
        using var ring = SampleRings.Of(1);
        var array = PerRow(() => GC.KeepAlive(new byte[_envelope.Length]));
        Assert.That(PerRow(() => ring.Seal(_plaintext, _template.Bind(Key, _scratch))), Is.EqualTo(array));
    }

    [Test]
    public void Ring_allocates_only_the_plaintext_that_it_returns()
    {
        using var ring = SampleRings.Of(1);
        var envelope = ring.Seal(_plaintext, _template.Bind(Key, _scratch));
        var array = PerRow(() => GC.KeepAlive(new byte[_plaintext.Length]));
        Assert.That(PerRow(() => ring.TryOpen(envelope, _template.Bind(Key, _scratch), out _)), Is.EqualTo(array));
    }

    private static long PerRow(Action row)
    {
        for (var i = 0; i < 200; i++)
        {
            row();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rows; i++)
        {
            row();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rows;
    }
}
