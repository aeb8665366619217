using System.Buffers;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public sealed class EncryptionContextSpecs
{
    [Test]
    public void Context_is_the_published_one() => Assert.That(
        Convert.ToHexStringLower(EncryptionContext.For("oauth-tokens", "access_token", "42").Bytes),
        Is.EqualTo("0000000c6f617574682d746f6b656e730000000c6163636573735f746f6b656e00000001000000023432"));

    [Test]
    public void Template_binds_what_the_convenient_call_makes()
    {
        var template = new ContextTemplate("tenants", "api_secret", 2);
        var expected = EncryptionContext.For("tenants", "api_secret", "7", "käse").Bytes.ToArray();
        var writer = new ArrayBufferWriter<byte>();

        Assert.That(template.Bind(["7", "käse"], new byte[100]).Bytes.ToArray(), Is.EqualTo(expected));
        Assert.That(template.Bind(["8", "rind"], writer).Bytes.ToArray(), Is.Not.EqualTo(expected));
        Assert.That(template.Bind(["7", "käse"], writer).Bytes.ToArray(), Is.EqualTo(expected));
        Assert.That(writer.WrittenCount, Is.EqualTo(expected.Length));
    }

    [Test]
    public void Default_context_is_refused_by_everything_that_needs_one()
    {
        using var ring = SampleRings.Of(1);
        using var sealer = ring.CreateSealer(1);
        using var opener = ring.CreateOpener();
        Assert.Throws<ArgumentException>(() => ring.Seal([1], default));
        Assert.Throws<ArgumentException>(() => ring.TryOpen([1], default, out _));
        Assert.Throws<ArgumentException>(() => sealer.Seal([1], default, new byte[54]));
        Assert.Throws<ArgumentException>(() => opener.Open(new byte[54], default, new byte[1], out _));
    }

    [Test]
    public void Wrong_number_of_parts_is_refused()
    {
        var template = new ContextTemplate("t", "c", 2);
        foreach (var parts in new string[][] { [], ["1"], ["1", "2", "3"] })
        {
            Assert.That(
                () => Bind(template, parts),
                Throws.ArgumentException.With.Message.Contains("expected 2 key part(s)").And.Message.Contains($"got {parts.Length}"));
        }
    }

    [Test]
    public void Context_without_a_row_key_is_refused()
    {
        Assert.Throws<ArgumentException>(() => _ = EncryptionContext.For("t", "c").Bytes.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new ContextTemplate("t", "c", 0));
    }

    [TestCase("", "c")]
    [TestCase("t", "")]
    public void Empty_name_is_refused(string target, string column) =>
        Assert.Throws<ArgumentException>(() => _ = new ContextTemplate(target, column, 1));

    [Test]
    public void Missing_part_is_refused() => Assert.That(
        () => Bind(new ContextTemplate("t", "c", 2), "1", null!), Throws.ArgumentException.With.Message.Contains("key part 2"));

    [Test]
    public void Lone_surrogate_is_refused_as_it_would_collide() =>
        Assert.That(() => Bind(new ContextTemplate("t", "c", 1), "\ud800"), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void Buffer_too_small_is_refused() =>
        Assert.Throws<ArgumentException>(() => _ = new ContextTemplate("t", "c", 1).Bind(["1"], new byte[18]).Bytes.Length);

    [Test]
    public void Composed_and_decomposed_text_are_two_places()
    {
        using var ring = SampleRings.Of(1);
        var envelope = ring.Seal("x"u8, EncryptionContext.For("t", "c", "\u00e9"));
        Assert.That(ring.TryOpen(envelope, EncryptionContext.For("t", "c", "e\u0301"), out _), Is.EqualTo(OpenStatus.NotAuthentic));
    }

    private static int Bind(ContextTemplate template, params string[] parts) => template.Bind(parts, new byte[100]).Bytes.Length;
}
