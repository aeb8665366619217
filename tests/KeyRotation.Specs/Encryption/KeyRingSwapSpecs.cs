using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

/// <summary>Rings are swapped and disposed under load; whatever was sealed must open, and never under 32 zero bytes.</summary>
[TestFixture]
public sealed class KeyRingSwapSpecs
{
    private const int Threads = 4;
    private const int Swaps = 300;

    private static readonly TimeSpan Load = TimeSpan.FromSeconds(3);

    private readonly byte[][] _keys = [.. Enumerable.Range(0, Swaps + 2).Select(i => SHA256.HashData(BitConverter.GetBytes(i)))];
    private KeyRing _current = null!;
    private volatile bool _done;
    private long _seals;

    [SetUp]
    public void Begin() => (_done, _seals) = (false, 0);

    [TearDown]
    public void Dispose_of_the_last_ring() => _current.Dispose();

    [Test]
    [CancelAfter(60_000)]
    public async Task Every_envelope_sealed_while_rings_are_swapped_opens(CancellationToken cancellationToken)
    {
        _current = Ring(1);
        var workers = Enumerable.Range(0, Threads).Select(_ => Task.Run(SealAndOpen, cancellationToken)).ToArray();
        for (var version = 2; version <= Swaps + 1; version++)
        {
            var old = Interlocked.Exchange(ref _current, Ring(version));
            old.Dispose();
            // Not before somebody has sealed under it: on a busy machine all swaps may be over before the first seal.
            var before = Interlocked.Read(ref _seals);
            while (Interlocked.Read(ref _seals) == before && !workers.Any(worker => worker.IsCompleted))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        _done = true;
        var envelopes = (await Task.WhenAll(workers)).SelectMany(sealed_ => sealed_).ToList();
        Assert.That(envelopes, Is.Not.Empty);

        using var all = new KeyRing("token_encryption", SampleRings.KeyId, 0, 1, null, Enumerable.Range(1, Swaps + 1).Select(v => KeyRingEntry.Opening(v, KeyMaterial.From(_keys[v]))));
        using var opener = all.CreateOpener();
        var plaintext = new byte[sizeof(int)];
        foreach (var (number, envelope) in envelopes)
        {
            Assert.That(opener.Open(envelope, Place, plaintext, out _), Is.EqualTo(OpenStatus.Opened));
            Assert.That(BinaryPrimitives.ReadInt32BigEndian(plaintext), Is.EqualTo(number));
        }
    }

    /// <summary>
    /// The count of operations keeps a key alive while it seals. Here that count is passed over: keys are zeroed in the middle of
    /// seals, and what comes out must have been sealed before it. It fails when sealing does not look again afterwards.
    /// </summary>
    [Test]
    [CancelAfter(60_000)]
    public async Task Nothing_is_sealed_under_a_key_that_was_zeroed_while_it_sealed(CancellationToken cancellationToken)
    {
        var stopwatch = Stopwatch.StartNew();
        (var material, _current) = Zeroable(1);
        var workers = Enumerable.Range(0, Threads).Select(_ => Task.Run(SealOnly, cancellationToken)).ToArray();
        for (var number = 2; stopwatch.Elapsed < Load; number = number % Swaps + 1)
        {
            // A moment for the workers to take the ring.
            await Task.Delay(1, cancellationToken);
            var doomed = material;
            (material, var next) = Zeroable(number);
            doomed.Zero();
            Interlocked.Exchange(ref _current, next).Dispose();
        }

        _done = true;
        var outcomes = await Task.WhenAll(workers);
        Assert.Multiple(() =>
        {
            Assert.That(outcomes.Sum(outcome => outcome.Sealed), Is.Positive);
            Assert.That(outcomes.Sum(outcome => outcome.Refused), Is.Positive, "No key was zeroed under a seal: the test tests nothing.");
            Assert.That(outcomes.Sum(outcome => outcome.Unreadable), Is.Zero);
        });
    }

    private static EncryptionContext Place => EncryptionContext.For("t", "c", "1");

    private List<(int Number, byte[] Envelope)> SealAndOpen()
    {
        List<(int, byte[])> results = [];
        var plaintext = new byte[sizeof(int)];
        for (var number = 0; !_done; number++)
        {
            BinaryPrimitives.WriteInt32BigEndian(plaintext, number);
            try
            {
                var ring = Volatile.Read(ref _current);
                var envelope = ring.Seal(plaintext, Place);
                Interlocked.Increment(ref _seals);
                if (number < 20_000)
                {
                    results.Add((number, envelope));
                }

                Assert.That(ring.TryOpen(envelope, Place, out var opened), Is.EqualTo(OpenStatus.Opened));
                Assert.That(opened, Is.EqualTo(plaintext));
            }
            catch (ObjectDisposedException)
            {
                // The ring was swapped in between: the next round takes the current one.
            }
        }

        return results;
    }

    private (long Sealed, long Refused, long Unreadable) SealOnly()
    {
        using var all = new KeyRing("token_encryption", SampleRings.KeyId, 0, 1, null, Enumerable.Range(1, Swaps + 1).Select(v => KeyRingEntry.Opening(v, KeyMaterial.From(_keys[v]))));
        var (done, refused, unreadable) = (0L, 0L, 0L);
        while (!_done)
        {
            try
            {
                // A sealer of its own for each seal, so that the key's bytes are read for each.
                var ring = Volatile.Read(ref _current);
                using var sealer = ring.CreateSealer(ring.ActiveVersion!.Value);
                var envelope = new byte[sizeof(int) + Envelope.Overhead];
                sealer.Seal(BitConverter.GetBytes(42), Place, envelope);
                done++;
                unreadable += all.TryOpen(envelope, Place, out _) == OpenStatus.Opened ? 0 : 1;
            }
            catch (ObjectDisposedException)
            {
                refused++;
            }
        }

        return (done, refused, unreadable);
    }

    private (KeyMaterial Material, KeyRing Ring) Zeroable(int version)
    {
        var material = KeyMaterial.From(_keys[version]);
        return (material, SampleRings.Of(version, KeyRingEntry.Sealing(version, material)));
    }

    private KeyRing Ring(int active) => SampleRings.Of(active,
        KeyRingEntry.Sealing(active, KeyMaterial.From(_keys[active])),
        KeyRingEntry.Opening(active + Swaps + 2, KeyMaterial.Generate()));
}
