using CsCheck;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public sealed class MessageSignatureSpecs
{
    private static IEnumerable<Golden> GoldenSignatures() => GoldenFile.Read<Golden>("signatures.json");

    [TestCaseSource(nameof(GoldenSignatures))]
    public void Golden_signature_is_met_and_verifies(Golden golden)
    {
        using var ring = new KeyRing("api_signature", golden.KeyId, 0, 1, golden.KeyVersion, [KeyRingEntry.Sealing(golden.KeyVersion, KeyMaterial.From(Convert.FromHexString(golden.Key)))]);
        var signer = new MessageSigner(ring);
        var message = Convert.FromHexString(golden.Message);
        Assert.That(Convert.ToHexStringLower(signer.Sign(message)), Is.EqualTo(golden.Signature));
        Assert.That(signer.Verify(message, Convert.FromHexString(golden.Signature)), Is.EqualTo(SignatureStatus.Valid));
    }

    [Test]
    public void Signature_of_any_message_verifies_and_of_a_changed_one_does_not()
    {
        using var ring = SampleRings.Of(1);
        var signer = new MessageSigner(ring);
        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Byte.Array[0, 3000]).Sample((message, other) =>
        {
            var signature = signer.Sign(message);
            return signature.Length == MessageSigner.SignatureSize
                && signer.Verify(message, signature) == SignatureStatus.Valid
                && signer.Verify(other, signature) == (message.SequenceEqual(other) ? SignatureStatus.Valid : SignatureStatus.NotAuthentic);
        });
    }

    [Test]
    public void Any_flipped_bit_is_refused()
    {
        using var ring = SampleRings.Of(1, 2, 3);
        var signer = new MessageSigner(ring);
        var signature = signer.Sign("message"u8);
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            var changed = (byte[])signature.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var expected = (bit / 8) switch
            {
                < 3 => SignatureStatus.UnknownFormat,
                < 7 => SignatureStatus.WrongKeyType,
                // The last bits turn version 3 into 1 and 2, which the ring has.
                10 when bit % 8 < 2 => SignatureStatus.NotAuthentic,
                < 11 => SignatureStatus.UnknownVersion,
                _ => SignatureStatus.NotAuthentic,
            };
            Assert.That(signer.Verify("message"u8, changed), Is.EqualTo(expected), $"bit {bit}");
        }
    }

    [Test]
    public void Random_bytes_never_throw()
    {
        using var ring = SampleRings.Of(1);
        var signer = new MessageSigner(ring);
        Gen.Byte.Array[0, 60].Sample(bytes => signer.Verify("message"u8, bytes) != SignatureStatus.Valid);
    }

    [Test]
    public void Both_versions_verify_in_the_grace_period_and_a_disabled_one_does_not()
    {
        byte[] one = [.. Enumerable.Repeat((byte)1, 32)];
        using var before = SampleRings.Of(1, KeyRingEntry.Sealing(1, KeyMaterial.From(one)));
        using var grace = SampleRings.Of(2, KeyRingEntry.Opening(1, KeyMaterial.From(one)), KeyRingEntry.Sealing(2, KeyMaterial.Generate()));
        using var disabled = SampleRings.Of(2, KeyRingEntry.Disabled(1), KeyRingEntry.Sealing(2, KeyMaterial.Generate()));
        using var retired = SampleRings.Of(2, KeyRingEntry.Retired(1), KeyRingEntry.Sealing(2, KeyMaterial.Generate()));
        var old = new MessageSigner(before).Sign("message"u8);
        Assert.That(new MessageSigner(grace).Verify("message"u8, old), Is.EqualTo(SignatureStatus.Valid));
        Assert.That(new MessageSigner(grace).Verify("message"u8, new MessageSigner(grace).Sign("message"u8)), Is.EqualTo(SignatureStatus.Valid));
        Assert.That(new MessageSigner(disabled).Verify("message"u8, old), Is.EqualTo(SignatureStatus.Disabled));
        Assert.That(new MessageSigner(retired).Verify("message"u8, old), Is.EqualTo(SignatureStatus.Retired));
    }

    [Test]
    public void Disposed_ring_signs_nothing()
    {
        var ring = SampleRings.Of(1);
        var signer = new MessageSigner(ring);
        var signature = signer.Sign("message"u8);
        ring.Dispose();
        Assert.Throws<ObjectDisposedException>(() => signer.Sign("message"u8));
        Assert.Throws<ObjectDisposedException>(() => signer.Verify("message"u8, signature));
    }

    public sealed record Golden(string Key, uint KeyId, int KeyVersion, string MacKey, string Message, string Signature);
}
