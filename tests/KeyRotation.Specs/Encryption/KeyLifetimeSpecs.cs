using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public sealed class KeyLifetimeSpecs
{
    [Test]
    public void Bytes_are_copied_in_and_out()
    {
        var bytes = SampleRings.CountingKey;
        using var material = KeyMaterial.From(bytes);
        Array.Clear(bytes);
        var copy = new byte[KeyMaterial.Size];
        material.CopyTo(copy);
        Assert.That(copy, Is.EqualTo(SampleRings.CountingKey));
        Assert.That(material.Use(1, static (key, index) => key[index + 1]), Is.EqualTo(2));
    }

    [Test]
    public void Generated_keys_differ()
    {
        using var one = KeyMaterial.Generate();
        using var other = KeyMaterial.Generate();
        Assert.That(one.Bytes.SequenceEqual(other.Bytes), Is.False);
    }

    [TestCase(0)]
    [TestCase(16)]
    [TestCase(31)]
    [TestCase(33)]
    public void Key_of_another_length_is_refused(int length) =>
        Assert.That(() => KeyMaterial.From(new byte[length]), Throws.ArgumentException.With.Message.Contains($"got {length}"));

    [Test]
    public void Key_of_zeroes_is_refused() =>
        Assert.That(() => KeyMaterial.From(new byte[KeyMaterial.Size]), Throws.ArgumentException);

    [Test]
    public void Text_never_shows_the_key()
    {
        using var material = KeyMaterial.From(SampleRings.CountingKey);
        Assert.That($"{material}", Is.EqualTo("[redacted]"));
    }

    [Test]
    public void Disposed_key_is_zeroed_and_refuses_every_use()
    {
        var material = KeyMaterial.Generate();
        material.Dispose();
        material.Dispose();
        Assert.That(material.Bytes.ContainsAnyExcept((byte)0), Is.False);
        Assert.That(material.IsDisposed, Is.True);
        Assert.Throws<ObjectDisposedException>(() => material.CopyTo(new byte[KeyMaterial.Size]));
        Assert.Throws<ObjectDisposedException>(() => material.Use(0, static (key, _) => key.Length));
    }

    [Test]
    public void Key_disposed_in_use_is_zeroed_when_the_last_use_leaves()
    {
        var material = KeyMaterial.From(SampleRings.CountingKey);
        material.Use(material, static (key, outer) => outer.Use(outer, (_, inner) =>
        {
            inner.Dispose();
            Assert.That(inner.IsDisposed, Is.True);
            Assert.That(inner.Bytes[1], Is.EqualTo(1), "still in use");
            Assert.Throws<ObjectDisposedException>(() => inner.Use(0, static (_, _) => 0));
            Assert.That(inner.Bytes[1], Is.EqualTo(1), "a refused use must not zero it");
            return 0;
        }) + key[1]);
        Assert.That(material.IsZeroed, Is.True);
        Assert.That(material.Bytes.ContainsAnyExcept((byte)0), Is.False);
    }

    [Test]
    public void Derived_keys_die_with_the_key()
    {
        var material = KeyMaterial.Generate();
        material.Enter();
        var cipher = material.CreateCipher(4);
        material.Leave();
        material.Dispose();
        Assert.Throws<ObjectDisposedException>(() => cipher.Encrypt(new byte[24], [], [], new byte[16]));
    }

    [Test]
    public async Task Concurrent_uses_see_the_whole_key_or_a_refusal()
    {
        var expected = SampleRings.CountingKey;
        for (var round = 0; round < 200; round++)
        {
            var material = KeyMaterial.From(expected);
            using var start = new Barrier(4);
            var users = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            {
                start.SignalAndWait();
                try
                {
                    for (var i = 0; i < 1000; i++)
                    {
                        Assert.That(material.Use(expected, static (key, whole) => key.SequenceEqual(whole)), Is.True);
                    }
                }
                catch (ObjectDisposedException)
                {
                    // The refusal.
                }
            })).ToArray();
            start.SignalAndWait();
            material.Dispose();
            await Task.WhenAll(users);
            Assert.That(material.IsZeroed, Is.True);
        }
    }
}
