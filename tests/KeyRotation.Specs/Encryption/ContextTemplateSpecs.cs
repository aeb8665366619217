using System.Buffers;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Encryption;

[TestFixture]
public class ContextTemplateSpecs
{
    [Test]
    public void Another_number_of_parts_is_refused([Values(0, 1, 3)] int parts)
    {
        var template = new ContextTemplate("tenants", "token", keyParts: 2);
        var values = Enumerable.Repeat("42", parts).ToArray();

        Assert.That(() => { _ = template.Bind(values, new ArrayBufferWriter<byte>()); }, Throws.ArgumentException.With.Message.Contains("tenants"));
    }

    [TestCase("", "token")]
    [TestCase("tenants", "")]
    [TestCase(null, "token")]
    [TestCase("tenants", null)]
    public void Empty_name_is_refused(string? target, string? column) =>
        Assert.That(() => new ContextTemplate(target!, column!, keyParts: 1), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void Row_without_a_key_is_refused([Values(0, -1)] int keyParts) =>
        Assert.That(() => new ContextTemplate("tenants", "token", keyParts), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void Context_without_a_key_part_is_refused() =>
        Assert.That(() => { _ = EncryptionContext.For("tenants", "token"); }, Throws.InstanceOf<ArgumentException>());

    [Test]
    public void Missing_key_part_is_refused() =>
        Assert.That(() => { _ = EncryptionContext.For("tenants", "token", "42", null!); }, Throws.InstanceOf<ArgumentException>());

    [Test]
    public void Default_context_is_refused() =>
        Assert.That(() => { _ = default(EncryptionContext).Bytes; }, Throws.InvalidOperationException);

    // Given as numbers: an attribute's text is stored as UTF-8, which replaces them.
    [TestCase(0xd800)]
    [TestCase(0xdbff)]
    [TestCase(0xdc00)]
    public void Half_a_surrogate_pair_is_refused_as_its_replacement_would_stand_for_other_rows_too(int half) =>
        Assert.Multiple(() =>
        {
            var broken = $"a{(char)half}";
            Assert.That(() => { _ = EncryptionContext.For("tenants", "token", broken); }, Throws.InstanceOf<ArgumentException>());
            Assert.That(() => new ContextTemplate(broken, "token", keyParts: 1), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => new ContextTemplate("tenants", broken, keyParts: 1), Throws.InstanceOf<ArgumentException>());
        });

    [Test]
    public void Row_after_row_is_bound_in_one_buffer()
    {
        var template = new ContextTemplate("tenants", "token", keyParts: 1);
        var buffer = new ArrayBufferWriter<byte>();
        _ = template.Bind(["a much longer key than the next"], buffer);

        var second = template.Bind(["42"], buffer);

        Assert.That(second.Bytes.SequenceEqual(EncryptionContext.For("tenants", "token", "42").Bytes));
    }
}
