using KeyRotation.Custody;
using KeyRotation.Encryption;

namespace KeyRotation.Specs.Custody;

[TestFixture]
internal sealed class KeyWrappingSpecs
{
    private static readonly KeyIdentity Identity = new(KeyPurpose.Encryption, 7, 3);

    private TemporaryFolder _folder = null!;
    private FileKeyEncryptionKey _kek = null!;
    private KeyWrapping _wrapping = null!;
    private KeyMaterial _material = null!;

    [SetUp]
    public void MakeKeys()
    {
        _folder = new TemporaryFolder();
        _kek = NewKek("kek");
        _wrapping = new KeyWrapping(_kek);
        _material = KeyMaterial.Generate();
    }

    [TearDown]
    public void DropKeys()
    {
        _material.Dispose();
        _kek.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task Key_comes_back_as_it_was_wrapped()
    {
        var wrapped = await _wrapping.WrapAsync(Identity, _material, default);

        var unwrapped = await _wrapping.UnwrapAsync("orders", Identity, wrapped.Record, wrapped.CheckValue, wrapped.KekId, default);

        using var material = unwrapped.Material;
        Assert.That(unwrapped.Problem, Is.Null);
        Assert.That(BytesOf(material!), Is.EqualTo(BytesOf(_material)));
        Assert.That(wrapped.KekId, Is.EqualTo(_kek.Id));
    }

    [TestCase(KeyPurpose.Signing, 7u, 3u)]
    [TestCase(KeyPurpose.Audit, 7u, 3u)]
    [TestCase(KeyPurpose.Encryption, 8u, 3u)]
    [TestCase(KeyPurpose.Encryption, 7u, 4u)]
    [TestCase(KeyPurpose.Encryption, 7u, 0u)]
    [TestCase(KeyPurpose.Encryption, 3u, 7u)]
    public async Task Record_of_another_key_is_refused(KeyPurpose purpose, uint keyId, uint version)
    {
        var wrapped = await _wrapping.WrapAsync(Identity, _material, default);
        var other = new KeyIdentity(purpose, keyId, version);

        var unwrapped = await _wrapping.UnwrapAsync("orders", other, wrapped.Record, wrapped.CheckValue, wrapped.KekId, default);

        Assert.That(unwrapped.Material, Is.Null);
        Assert.That(unwrapped.Problem, Does.Contain($"orders version {version}"));
    }

    [TestCase(KeyPurpose.Signing, 7u, 3u)]
    [TestCase(KeyPurpose.Encryption, 8u, 3u)]
    [TestCase(KeyPurpose.Encryption, 7u, 4u)]
    public async Task Record_of_another_key_is_refused_by_its_own_words_where_the_provider_binds_nothing(KeyPurpose purpose, uint keyId, uint version)
    {
        var wrapping = new KeyWrapping(new FaultyKek(record => record));
        var wrapped = await wrapping.WrapAsync(Identity, _material, default);
        var other = new KeyIdentity(purpose, keyId, version);

        var unwrapped = await wrapping.UnwrapAsync("orders", other, wrapped.Record, wrapped.CheckValue, wrapped.KekId, default);

        Assert.That(unwrapped.Material, Is.Null);
        Assert.That(unwrapped.Problem, Does.Contain("record of another key"));
    }

    [Test]
    public async Task Wrong_key_encryption_key_is_named_together_with_the_right_one()
    {
        using var otherKek = NewKek("other");
        var wrapped = await _wrapping.WrapAsync(Identity, _material, default);

        var unwrapped = await new KeyWrapping(otherKek).UnwrapAsync("orders", Identity, wrapped.Record, wrapped.CheckValue, wrapped.KekId, default);

        Assert.That(unwrapped.Material, Is.Null);
        Assert.That(unwrapped.Problem, Does.Contain("orders version 3").And.Contain(_kek.Id).And.Contain(otherKek.Id).And.Contain("KeyRotation:KeyEncryptionKey"));
    }

    [Test]
    public async Task Changed_record_under_the_right_key_encryption_key_is_said_to_be_changed()
    {
        var wrapped = await _wrapping.WrapAsync(Identity, _material, default);
        wrapped.Record[40] ^= 1;

        var unwrapped = await _wrapping.UnwrapAsync("orders", Identity, wrapped.Record, wrapped.CheckValue, wrapped.KekId, default);

        Assert.That(unwrapped.Problem, Does.Contain("was changed").And.Contain("escrow"));
    }

    [Test]
    public async Task Changed_check_value_is_refused()
    {
        var wrapped = await _wrapping.WrapAsync(Identity, _material, default);

        var changed = await _wrapping.UnwrapAsync("orders", Identity, wrapped.Record, [.. wrapped.CheckValue[..15], (byte)(wrapped.CheckValue[15] ^ 1)], wrapped.KekId, default);
        var shortened = await _wrapping.UnwrapAsync("orders", Identity, wrapped.Record, wrapped.CheckValue[..15], wrapped.KekId, default);
        var empty = await _wrapping.UnwrapAsync("orders", Identity, wrapped.Record, [], wrapped.KekId, default);

        Assert.That(new[] { changed, shortened, empty }.Select(unwrapped => unwrapped.Problem), Has.All.Contains("check value"));
        Assert.That(new[] { changed, shortened, empty }.Select(unwrapped => unwrapped.Material), Has.All.Null);
    }

    [Test]
    public async Task Version_without_a_record_is_said_to_be_retired()
    {
        var unwrapped = await _wrapping.UnwrapAsync("orders", Identity, null, [], _kek.Id, default);

        Assert.That(unwrapped.Problem, Does.Contain("orders version 3").And.Contain("retired"));
    }

    [TestCase(0)]
    [TestCase(16)]
    [TestCase(31)]
    [TestCase(33)]
    public async Task Key_of_another_length_than_32_bytes_is_a_problem_and_no_exception(int length)
    {
        var wrapped = await _wrapping.WrapBytesAsync(Identity, new byte[length], default);

        var unwrapped = await _wrapping.UnwrapAsync("orders", Identity, wrapped.Record, wrapped.CheckValue, wrapped.KekId, default);

        Assert.That(unwrapped.Material, Is.Null);
        Assert.That(unwrapped.Problem, Does.Contain("orders version 3").And.Contain($"{length} bytes"));
    }

    [Test]
    public async Task Provider_that_corrupts_is_found_before_the_wrap_is_handed_out()
    {
        Func<byte[], byte[]?>[] faults =
        [
            record => null,
            record => [],
            record => record[..^1],
            record => [.. record, 0],
            record => [.. record[..^1], (byte)(record[^1] ^ 1)],
            record => new byte[record.Length],
        ];
        foreach (var fault in faults)
        {
            var failure = await Assert.ThrowsAsync<WrapDiffersException>(() => new KeyWrapping(new FaultyKek(fault)).WrapAsync(Identity, _material, default));
            Assert.That(failure!.Message, Does.Contain("key 7 version 3").And.Contain("faulty:1").And.Contain("Nothing was stored"));
        }
    }

    [Test]
    public async Task Buffers_are_zeroed_when_the_key_was_wrapped_and_unwrapped()
    {
        var provider = new FaultyKek(record => record);
        var wrapping = new KeyWrapping(provider);

        var wrapped = await wrapping.WrapAsync(Identity, _material, default);
        (await wrapping.UnwrapAsync("orders", Identity, wrapped.Record, wrapped.CheckValue, wrapped.KekId, default)).Material!.Dispose();
        await wrapping.UnwrapAsync("orders", Identity, wrapped.Record, [], wrapped.KekId, default);

        Assert.That(provider.Seen, Has.Count.EqualTo(4));
        Assert.That(provider.Seen, Has.All.All.EqualTo(0));
    }

    [Test]
    public async Task Buffers_are_zeroed_when_the_provider_corrupts()
    {
        var provider = new FaultyKek(record => record[..^1]);

        await Assert.ThrowsAsync<WrapDiffersException>(() => new KeyWrapping(provider).WrapAsync(Identity, _material, default));

        Assert.That(provider.Seen, Has.Count.EqualTo(2));
        Assert.That(provider.Seen, Has.All.All.EqualTo(0));
    }

    [Test]
    public void Check_value_differs_by_material_and_by_each_part_of_the_identity()
    {
        var material = BytesOf(_material);
        byte[] otherMaterial = [.. material[..31], (byte)(material[31] ^ 1)];
        string[] values =
        [
            Convert.ToHexString(CheckValue.Of(material, Identity)),
            Convert.ToHexString(CheckValue.Of(otherMaterial, Identity)),
            Convert.ToHexString(CheckValue.Of(material, Identity with { Purpose = KeyPurpose.Signing })),
            Convert.ToHexString(CheckValue.Of(material, Identity with { KeyId = 8 })),
            Convert.ToHexString(CheckValue.Of(material, Identity with { Version = 4 })),
        ];

        Assert.That(values, Is.Unique);
        Assert.That(values, Has.All.Length.EqualTo(2 * CheckValue.Size));
    }

    private FileKeyEncryptionKey NewKek(string name)
    {
        FileKeyEncryptionKey.Create(_folder.File(name));
        return FileKeyEncryptionKey.Open(_folder.File(name));
    }

    private static byte[] BytesOf(KeyMaterial material)
    {
        var bytes = new byte[KeyMaterial.Size];
        material.CopyTo(bytes);
        return bytes;
    }
}
