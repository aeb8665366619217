using System.Security.Cryptography;
using System.Text;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

/// <summary>Vectors of https://c2sp.org/XAES-256-GCM.</summary>
[TestFixture]
public sealed class XAes256GcmVectorSpecs
{
    private static readonly byte[] Nonce = Encoding.ASCII.GetBytes("ABCDEFGHIJKLMNOPQRSTUVWX");
    private static readonly byte[] Plaintext = Encoding.ASCII.GetBytes("XAES-256-GCM");

    [TestCase(1, "", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271")]
    [TestCase(3, "c2sp.org/XAES-256-GCM", "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d")]
    public void Published_vector_is_met_in_both_directions(byte keyByte, string associatedData, string expected)
    {
        using var cipher = new XAes256Gcm(Key(keyByte));
        var aad = Encoding.ASCII.GetBytes(associatedData);
        var output = new byte[Plaintext.Length + XAes256Gcm.TagSize];
        cipher.Encrypt(Nonce, Plaintext, output.AsSpan(0, Plaintext.Length), output.AsSpan(Plaintext.Length), aad);
        Assert.That(Convert.ToHexStringLower(output), Is.EqualTo(expected));

        var opened = new byte[Plaintext.Length];
        cipher.Decrypt(Nonce, output.AsSpan(0, Plaintext.Length), output.AsSpan(Plaintext.Length), opened, aad);
        Assert.That(opened, Is.EqualTo(Plaintext));
    }

    [TestCase(1, "c8612c9ed53fe43e8e005b828a1631a0bbcb6ab2f46514ec4f439fcfd0fa969b")]
    [TestCase(3, "e9c621d4cdd9b11b00a6427ad7e559aeedd66b3857646677748f8ca796cb3fd8")]
    public void Derived_key_is_the_published_one(byte keyByte, string expected)
    {
        using var derivation = new SubkeyDerivation(Key(keyByte));
        var derived = new byte[XAes256Gcm.KeySize];
        derivation.Derive(Nonce.AsSpan(0, XAes256Gcm.PrefixSize), derived);
        Assert.That(Convert.ToHexStringLower(derived), Is.EqualTo(expected));
    }

    [Test]
    public void Random_stream_of_the_accumulated_messages_begins_as_published() =>
        Assert.That(Convert.ToHexStringLower(new ShakeStream().Read(16)), Is.EqualTo("7f9c2ba4e88f827d616045507605853e"));

    [Test]
    public void Ten_thousand_accumulated_random_messages_hash_to_the_published_value() =>
        Assert.That(Accumulate(10_000), Is.EqualTo("e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939"));

    [Test, Explicit("takes about half a minute; the 10,000 run with every build")]
    public void A_million_accumulated_random_messages_hash_to_the_published_value() =>
        Assert.That(Accumulate(1_000_000), Is.EqualTo("2163ae1445985a30b60585ee67daa55674df06901b890593e824b8a7c885ab15"));

    [Test]
    public void Message_that_was_changed_is_refused_and_its_plaintext_zeroed()
    {
        using var cipher = new XAes256Gcm(Key(1));
        var plaintext = Enumerable.Repeat((byte)0xee, 4).ToArray();
        Assert.That(cipher.TryDecrypt(Nonce, new byte[4], new byte[16], plaintext), Is.False);
        Assert.That(plaintext, Is.All.Zero);
        Assert.Throws<AuthenticationTagMismatchException>(() => cipher.Decrypt(Nonce, new byte[4], new byte[16], plaintext));
    }

    [Test]
    public void Wrong_lengths_are_refused()
    {
        using var cipher = new XAes256Gcm(Key(1));
        Assert.Throws<ArgumentException>(() => _ = new XAes256Gcm(new byte[31]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new XAes256Gcm(Key(1), 0));
        Assert.Throws<ArgumentException>(() => cipher.Encrypt(new byte[12], new byte[4], new byte[4], new byte[16]));
        Assert.Throws<ArgumentException>(() => cipher.Encrypt(new byte[24], new byte[4], new byte[3], new byte[16]));
        Assert.Throws<ArgumentException>(() => cipher.Encrypt(new byte[24], new byte[4], new byte[4], new byte[12]));
        Assert.Throws<ArgumentException>(() => cipher.Decrypt(new byte[24], new byte[4], new byte[16], new byte[5]));
    }

    [Test]
    public void Disposed_cipher_refuses()
    {
        var cipher = new XAes256Gcm(Key(1));
        cipher.Encrypt(Nonce, [], [], new byte[16]);
        cipher.Dispose();
        cipher.Dispose();
        Assert.Throws<ObjectDisposedException>(() => cipher.Encrypt(Nonce, [], [], new byte[16]));
    }

    private static byte[] Key(byte value) => [.. Enumerable.Repeat(value, XAes256Gcm.KeySize)];

    private static string Accumulate(int iterations)
    {
        var random = new ShakeStream();
        var hash = new ShakeStream();
        for (var i = 0; i < iterations; i++)
        {
            var key = random.Read(XAes256Gcm.KeySize);
            var nonce = random.Read(XAes256Gcm.NonceSize);
            var plaintext = random.Read(random.Read(1)[0]);
            var aad = random.Read(random.Read(1)[0]);
            var output = new byte[plaintext.Length + XAes256Gcm.TagSize];
            using var cipher = new XAes256Gcm(key);
            cipher.Encrypt(nonce, plaintext, output.AsSpan(0, plaintext.Length), output.AsSpan(plaintext.Length), aad);
            hash.Append(output);
        }

        return Convert.ToHexStringLower(hash.Read(32));
    }
}
