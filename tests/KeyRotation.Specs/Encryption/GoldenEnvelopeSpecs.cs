using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

/// <summary>What was sealed once must open for good, and by the same bytes.</summary>
[TestFixture]
public sealed class GoldenEnvelopeSpecs
{
    private static IEnumerable<TestCaseData<Golden>> Cases() =>
        GoldenFile.Read<Golden>("envelopes.json").Select(golden => new TestCaseData<Golden>(golden).SetArgDisplayNames(golden.Name));

    [Test]
    public void Every_golden_envelope_is_there() => Assert.That(Cases().Count(), Is.EqualTo(26));

    [TestCaseSource(nameof(Cases))]
    public void Context_is_the_golden_one(Golden golden) =>
        Assert.That(Convert.ToHexStringLower(golden.Place().Bytes), Is.EqualTo(golden.Context));

    [TestCaseSource(nameof(Cases))]
    public void Golden_envelope_opens(Golden golden)
    {
        using var ring = golden.Ring();
        var status = ring.TryOpen(Convert.FromHexString(golden.Envelope), golden.Place(), out var plaintext);
        Assert.That(status, Is.EqualTo(OpenStatus.Opened));
        Assert.That(Convert.ToHexStringLower(plaintext), Is.EqualTo(golden.Plaintext));
    }

    [TestCaseSource(nameof(Cases))]
    public void Sealing_with_the_golden_nonce_gives_the_golden_bytes(Golden golden)
    {
        using var material = KeyMaterial.From(Convert.FromHexString(golden.Key));
        var nonce = new Queue<byte>(Convert.FromHexString(golden.Nonce));
        using var sealer = new EnvelopeSealer(golden.KeyId, golden.KeyVersion, material, part =>
        {
            for (var i = 0; i < part.Length; i++)
            {
                part[i] = nonce.Dequeue();
            }
        });
        var plaintext = Convert.FromHexString(golden.Plaintext);
        var envelope = new byte[plaintext.Length + Envelope.Overhead];
        sealer.Seal(plaintext, golden.Place(), envelope);
        Assert.That(Convert.ToHexStringLower(envelope), Is.EqualTo(golden.Envelope));
    }

    [TestCaseSource(nameof(Cases))]
    public void Text_form_is_the_golden_one(Golden golden)
    {
        var envelope = Convert.FromHexString(golden.Envelope);
        Assert.That(EnvelopeText.Encode(envelope), Is.EqualTo(golden.Text));
        Assert.That(EnvelopeText.TryDecode(golden.Text, out var decoded), Is.True);
        Assert.That(decoded, Is.EqualTo(envelope));
    }

    public sealed record Golden(
        string Name, string Key, uint KeyId, int KeyVersion, string Nonce, string Target, string Column, string[] KeyParts,
        string Context, string Plaintext, string Envelope, string Text)
    {
        internal EncryptionContext Place() => EncryptionContext.For(Target, Column, KeyParts);

        internal KeyRing Ring() => new(
            "golden", KeyId, 0, 1, KeyVersion, [KeyRingEntry.Sealing(KeyVersion, KeyMaterial.From(Convert.FromHexString(Key)))]);
    }
}
