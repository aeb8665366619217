using System.Security.Cryptography;
using System.Text;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

/// <summary>Vectors and procedure: C2SP, XAES-256-GCM.</summary>
[TestFixture]
public class XAes256GcmSpecs
{
    private static readonly byte[] Nonce = "ABCDEFGHIJKLMNOPQRSTUVWX"u8.ToArray();

    [TestCase(0x01, "", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271", TestName = "Published_vector_whose_subkey_has_no_carry_is_reproduced")]
    [TestCase(0x03, "c2sp.org/XAES-256-GCM", "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d", TestName = "Published_vector_whose_subkey_has_a_carry_is_reproduced")]
    public void Published_vector_is_reproduced(byte keyByte, string associatedData, string expected)
    {
        using var cipher = new XAes256Gcm(KeyOf(keyByte));
        var plaintext = "XAES-256-GCM"u8;
        var sealedBytes = new byte[plaintext.Length + XAes256Gcm.TagSize];
        var associated = Encoding.ASCII.GetBytes(associatedData);

        cipher.Encrypt(Nonce, plaintext, sealedBytes.AsSpan(0, plaintext.Length), sealedBytes.AsSpan(plaintext.Length), associated);

        Assert.That(Convert.ToHexStringLower(sealedBytes), Is.EqualTo(expected));
    }

    [TestCase(0x01, "", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271", TestName = "Published_vector_whose_subkey_has_no_carry_is_decrypted")]
    [TestCase(0x03, "c2sp.org/XAES-256-GCM", "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d", TestName = "Published_vector_whose_subkey_has_a_carry_is_decrypted")]
    public void Published_vector_is_decrypted(byte keyByte, string associatedData, string vector)
    {
        using var cipher = new XAes256Gcm(KeyOf(keyByte));
        var sealedBytes = Convert.FromHexString(vector);
        var plaintext = new byte[sealedBytes.Length - XAes256Gcm.TagSize];

        var decrypted = cipher.TryDecrypt(Nonce, sealedBytes.AsSpan(0, plaintext.Length), sealedBytes.AsSpan(plaintext.Length), plaintext, Encoding.ASCII.GetBytes(associatedData));

        Assert.Multiple(() =>
        {
            Assert.That(decrypted);
            Assert.That(Encoding.ASCII.GetString(plaintext), Is.EqualTo("XAES-256-GCM"));
        });
    }

    [Test]
    public void Ten_thousand_accumulated_messages_hash_to_the_published_value() =>
        Assert.That(Accumulated(10_000), Is.EqualTo("e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939"));

    [Test, Explicit("ten seconds and 300 MB")]
    public void A_million_accumulated_messages_hash_to_the_published_value() =>
        Assert.That(Accumulated(1_000_000), Is.EqualTo("2163ae1445985a30b60585ee67daa55674df06901b890593e824b8a7c885ab15"));

    [Test]
    public void Messages_that_alternate_between_nonce_prefixes_do_not_disturb_each_other()
    {
        using var one = new XAes256Gcm(KeyOf(1));
        var first = Enumerable.Repeat((byte)1, XAes256Gcm.NonceSize).ToArray();
        var second = Enumerable.Repeat((byte)2, XAes256Gcm.NonceSize).ToArray();

        var before = Encrypt(one, first);
        _ = Encrypt(one, second);
        var after = Encrypt(one, first);

        Assert.That(after, Is.EqualTo(before));
    }

    [Test]
    public void First_nonce_of_zeroes_is_derived_like_any_other()
    {
        var zeroes = new byte[XAes256Gcm.NonceSize];
        using var fresh = new XAes256Gcm(KeyOf(1));
        using var used = new XAes256Gcm(KeyOf(1));
        _ = Encrypt(used, Nonce);

        Assert.That(Encrypt(fresh, zeroes), Is.EqualTo(Encrypt(used, zeroes)));
    }

    [Test]
    public void Plaintext_that_does_not_authenticate_is_cleared()
    {
        using var cipher = new XAes256Gcm(KeyOf(1));
        var plaintext = Enumerable.Repeat((byte)9, 12).ToArray();

        var decrypted = cipher.TryDecrypt(Nonce, new byte[12], new byte[XAes256Gcm.TagSize], plaintext, []);

        Assert.Multiple(() =>
        {
            Assert.That(decrypted, Is.False);
            Assert.That(plaintext, Is.All.Zero);
        });
    }

    [Test]
    public void Key_of_another_length_is_refused([Values(0, 16, 24, 31, 33, 64)] int length) =>
        Assert.That(() => new XAes256Gcm(new byte[length]), Throws.ArgumentException);

    [Test]
    public void Nonce_of_another_length_is_refused([Values(0, 12, 23, 25)] int length)
    {
        using var cipher = new XAes256Gcm(KeyOf(1));
        Assert.That(() => cipher.Encrypt(new byte[length], [], [], new byte[XAes256Gcm.TagSize], []), Throws.ArgumentException);
    }

    [Test]
    public void Disposed_cipher_encrypts_nothing([Values] bool usedBefore)
    {
        var cipher = new XAes256Gcm(KeyOf(1));
        if (usedBefore)
            _ = Encrypt(cipher, Nonce);

        cipher.Dispose();

        Assert.That(() => Encrypt(cipher, Nonce), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Disposed_cipher_decrypts_nothing()
    {
        var cipher = new XAes256Gcm(KeyOf(1));
        cipher.Dispose();
        Assert.That(() => cipher.TryDecrypt(Nonce, [], new byte[XAes256Gcm.TagSize], [], []), Throws.TypeOf<ObjectDisposedException>());
    }

    private static byte[] KeyOf(byte value) => Enumerable.Repeat(value, XAes256Gcm.KeySize).ToArray();

    private static byte[] Encrypt(XAes256Gcm cipher, byte[] nonce)
    {
        var tag = new byte[XAes256Gcm.TagSize];
        cipher.Encrypt(nonce, [], [], tag, []);
        return tag;
    }

    private static string Accumulated(int iterations)
    {
        var random = new RandomStream(iterations * RandomStream.UsualBytesPerMessage + 1_000_000);
        using var hash = new Shake128();
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            var key = random.Next(XAes256Gcm.KeySize);
            var nonce = random.Next(XAes256Gcm.NonceSize);
            var plaintext = random.Next(random.Next(1)[0]);
            var associated = random.Next(random.Next(1)[0]);
            var ciphertext = new byte[plaintext.Length];
            var tag = new byte[XAes256Gcm.TagSize];
            var opened = new byte[plaintext.Length];

            using var cipher = new XAes256Gcm(key);
            cipher.Encrypt(nonce, plaintext, ciphertext, tag, associated);
            if (!cipher.TryDecrypt(nonce, ciphertext, tag, opened, associated) || !plaintext.SequenceEqual(opened))
                Assert.Fail($"Message {iteration} does not decrypt.");

            hash.AppendData(ciphertext);
            hash.AppendData(tag);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset(32));
    }

    /// <summary>SHAKE-128 of nothing. Made whole beforehand: reading it piece by piece needs OpenSSL 3.3.</summary>
    private sealed class RandomStream(int length)
    {
        /// <summary>32 + 24 + twice a length byte and 127.5 bytes, rounded up.</summary>
        public const int UsualBytesPerMessage = 314;

        private readonly byte[] _bytes = Shake128.HashData([], length);
        private int _position;

        public ReadOnlySpan<byte> Next(int count) => _bytes.AsSpan((_position += count) - count, count);
    }
}
