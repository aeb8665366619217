using CsCheck;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public class MessageSignerSpecs
{
    private KeyRing _ring = null!;
    private MessageSigner _signer = null!;

    [SetUp]
    public void SetUp()
    {
        _ring = Rings.Of(Rings.KeyId, (1, Rings.Key(1)), (2, Rings.Key(2)));
        _signer = new MessageSigner(_ring);
    }

    [TearDown]
    public void TearDown() => _ring.Dispose();

    [Test]
    public void Signed_message_is_valid() =>
        Gen.Byte.Array[0, 300].Sample(message => _signer.Verify(message, _signer.Sign(message)) == SignatureStatus.Valid);

    /// <summary>Made by an independent implementation.</summary>
    [Test]
    public void Vector_of_the_format_is_reproduced()
    {
        using var ring = Rings.Of(keyId: 5, (3, [.. Enumerable.Range(0, KeyMaterial.Size).Select(index => (byte)index)]));

        var signature = new MessageSigner(ring).Sign("GET /orders"u8);

        Assert.That(Convert.ToHexStringLower(signature), Is.EqualTo("4b530100000005000000036a8285e4667528377217349bb81c7ae2814fe3da3e122633f0dd9da9993b324c"));
    }

    [Test]
    public void Signature_of_an_earlier_version_is_valid_while_the_ring_holds_it()
    {
        using var before = Rings.Of(Rings.KeyId, (1, Rings.Key(1)));
        using var after = Rings.Of(Rings.KeyId, (2, Rings.Key(2)));
        var signature = new MessageSigner(before).Sign("message"u8);

        Assert.Multiple(() =>
        {
            Assert.That(_signer.Verify("message"u8, signature), Is.EqualTo(SignatureStatus.Valid));
            Assert.That(new MessageSigner(after).Verify("message"u8, signature), Is.EqualTo(SignatureStatus.UnknownVersion));
        });
    }

    [Test]
    public void Changed_message_is_noticed()
    {
        var message = "GET /orders"u8.ToArray();
        var signature = _signer.Sign(message);
        for (var bit = 0; bit < message.Length * 8; bit++)
        {
            var changed = message.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(_signer.Verify(changed, signature), Is.EqualTo(SignatureStatus.NotAuthentic), $"bit {bit}");
        }
    }

    [Test]
    public void Every_single_flipped_bit_of_a_signature_is_noticed()
    {
        var signature = _signer.Sign("GET /orders"u8);
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            var changed = signature.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var expected = (bit / 8) switch
            {
                < 3 => SignatureStatus.UnknownFormat,
                < 7 => SignatureStatus.WrongKeyType,
                < 11 => SignatureStatus.UnknownVersion,
                _ => SignatureStatus.NotAuthentic,
            };
            Assert.That(_signer.Verify("GET /orders"u8, changed), Is.EqualTo(expected), $"bit {bit}");
        }
    }

    [Test]
    public void Signature_moved_to_another_version_of_the_same_bytes_is_noticed()
    {
        using var ring = Rings.Of(Rings.KeyId, (1, Rings.Key(7)), (2, Rings.Key(7)));
        var signer = new MessageSigner(ring);
        var signature = signer.Sign("message"u8);
        signature[10] = 1;

        Assert.That(signer.Verify("message"u8, signature), Is.EqualTo(SignatureStatus.NotAuthentic));
    }

    [Test]
    public void Signature_of_another_length_is_no_signature([Range(0, 50)] int length)
    {
        Assume.That(length, Is.Not.EqualTo(MessageSigner.SignatureSize));
        var signature = _signer.Sign("message"u8);
        Array.Resize(ref signature, length);

        Assert.That(_signer.Verify("message"u8, signature), Is.EqualTo(SignatureStatus.UnknownFormat));
    }

    [Test]
    public void Random_bytes_never_throw_and_are_never_valid() =>
        Gen.Byte.Array[0, 60].Sample(signature => _signer.Verify("message"u8, signature) != SignatureStatus.Valid);

    [Test]
    public void Random_code_behind_a_good_header_is_never_valid() =>
        Gen.Byte.Array[32].Sample(code => _signer.Verify("message"u8, [(byte)'K', (byte)'S', 1, 0, 0, 0, 1, 0, 0, 0, 2, .. code]) == SignatureStatus.NotAuthentic);

    [Test]
    public void Ring_without_an_active_version_signs_nothing()
    {
        using var ring = new KeyRing("api_signature", Rings.KeyId, epoch: 0, activation: 0, activeVersion: null, []);
        Assert.That(() => new MessageSigner(ring).Sign("message"u8), Throws.TypeOf<NoActiveKeyException>());
    }

    [Test]
    public void Disposed_ring_signs_and_verifies_nothing()
    {
        var signature = _signer.Sign("message"u8);
        _ring.Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(() => _signer.Sign("message"u8), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => _signer.Verify("message"u8, signature), Throws.TypeOf<ObjectDisposedException>());
        });
    }
}
