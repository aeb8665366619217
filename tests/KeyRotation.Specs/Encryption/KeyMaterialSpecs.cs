using System.Runtime.CompilerServices;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public class KeyMaterialSpecs
{
    [Test]
    public void Disposed_key_is_zeroed()
    {
        var material = KeyMaterial.From(Rings.Key(7));
        var bytes = BytesOf(material);
        Assume.That(bytes, Is.All.EqualTo(7));

        material.Dispose();

        Assert.That(bytes, Is.All.Zero);
    }

    [Test]
    public void Key_that_is_disposed_in_use_is_zeroed_after_the_last_use()
    {
        var material = KeyMaterial.From(Rings.Key(7));

        var inUse = material.Use(material, static (key, outer) => outer.Use(outer, (_, inner) =>
        {
            inner.Dispose();
            return BytesOf(inner).ToArray();
        }));

        Assert.Multiple(() =>
        {
            Assert.That(inUse, Is.All.EqualTo(7));
            Assert.That(BytesOf(material), Is.All.Zero);
        });
    }

    [Test]
    public void Key_is_not_zeroed_between_the_ends_of_two_uses()
    {
        var material = KeyMaterial.From(Rings.Key(7));

        var afterFirst = material.Use(material, static (_, outer) =>
        {
            outer.Use(outer, static (_, inner) => { inner.Dispose(); return 0; });
            return BytesOf(outer).ToArray();
        });

        Assert.That(afterFirst, Is.All.EqualTo(7));
    }

    [Test]
    public void Use_that_throws_lets_go_of_the_key()
    {
        var material = KeyMaterial.From(Rings.Key(7));
        Assert.That(() => material.Use<int, int>(0, (_, _) => throw new InvalidOperationException()), Throws.InvalidOperationException);

        material.Dispose();

        Assert.That(BytesOf(material), Is.All.Zero);
    }

    [Test]
    public void Disposed_key_is_not_used_again()
    {
        var material = KeyMaterial.Generate();
        material.Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(() => material.Use(0, (_, _) => 0), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => material.CopyTo(new byte[KeyMaterial.Size]), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(material.IsDisposed);
        });
    }

    [Test]
    public void Key_that_is_going_is_not_lent_again()
    {
        var material = KeyMaterial.Generate();

        material.Use(material, static (_, going) =>
        {
            going.Dispose();
            Assert.That(() => going.Use(0, (_, _) => 0), Throws.TypeOf<ObjectDisposedException>());
            return 0;
        });
    }

    [Test]
    public void Second_disposal_does_nothing()
    {
        var material = KeyMaterial.From(Rings.Key(7));

        var inUse = material.Use(material, static (_, going) =>
        {
            going.Dispose();
            going.Dispose();
            return BytesOf(going).ToArray();
        });

        Assert.That(inUse, Is.All.EqualTo(7));
    }

    [Test]
    public void Key_is_a_copy_of_the_callers_bytes()
    {
        var bytes = Rings.Key(7);
        using var material = KeyMaterial.From(bytes);

        bytes.AsSpan().Clear();

        var copy = new byte[KeyMaterial.Size];
        material.CopyTo(copy);
        Assert.That(copy, Is.All.EqualTo(7));
    }

    [Test]
    public void Generated_keys_are_distinct()
    {
        var keys = Enumerable.Range(0, 1000).Select(_ => KeyMaterial.Generate().Use(0, static (key, _) => Convert.ToHexString(key)));
        Assert.That(keys.Distinct().Count(), Is.EqualTo(1000));
    }

    [Test]
    public void Key_of_another_length_is_refused([Values(0, 16, 31, 33)] int length) =>
        Assert.That(() => KeyMaterial.From(new byte[length]), Throws.ArgumentException);

    [Test]
    public void Key_is_never_shown()
    {
        using var material = KeyMaterial.From(Rings.Key(7));
        Assert.Multiple(() =>
        {
            Assert.That(material.ToString(), Is.EqualTo("[redacted]"));
            Assert.That(new KeyRingEntry(1, material).ToString(), Does.Contain("[redacted]").And.Not.Contains("0707"));
        });
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_bytes")]
    private static extern ref byte[] BytesField(KeyMaterial material);

    private static byte[] BytesOf(KeyMaterial material) => BytesField(material);
}
