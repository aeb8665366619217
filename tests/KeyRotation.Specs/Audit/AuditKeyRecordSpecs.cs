using System.Security.Cryptography;
using KeyRotation.Audit;
using KeyRotation.Custody;

namespace KeyRotation.Specs.Audit;

public sealed class AuditKeyRecordSpecs
{
    private string _folder = null!;
    private FileKeyEncryptionKey _kek = null!;
    private KeyWrapping _wrapping = null!;

    [SetUp]
    public void MakeKey()
    {
        _folder = Directory.CreateTempSubdirectory("keyrotation-specs-").FullName;
        _kek = NewKek("kek");
        _wrapping = new KeyWrapping(_kek);
    }

    [TearDown]
    public void RemoveKey()
    {
        _kek.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Key_signs_what_its_public_half_verifies()
    {
        var opened = await (await NewRecord(_wrapping)).OpenAsync(_wrapping, default);
        using var key = opened.Key;

        Assert.That(opened.Problem, Is.Null);
        Assert.That(key!.KeySize, Is.EqualTo(256));
    }

    [Test]
    public async Task Public_half_that_somebody_put_there_is_found_although_the_private_half_opens()
    {
        using var forgers = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var record = await NewRecord(_wrapping) with { PublicKey = forgers.ExportSubjectPublicKeyInfo() };

        var opened = await record.OpenAsync(_wrapping, default);

        Assert.That(opened.Key, Is.Null);
        Assert.That(opened.Problem, Does.Contain("audit key 1").And.Contain("does not belong to its private half"));
    }

    [Test]
    public async Task Key_that_a_forger_wrapped_himself_does_not_open()
    {
        using var forgers = NewKek("forgers");
        var record = await NewRecord(new KeyWrapping(forgers));

        var opened = await record.OpenAsync(_wrapping, default);

        Assert.That(opened.Problem, Does.Contain("audit key version 1").And.Contain(forgers.Id).And.Contain(_kek.Id));
    }

    [Test]
    public async Task Key_under_another_number_does_not_open()
    {
        var record = await NewRecord(_wrapping) with { Number = 2 };

        Assert.That((await record.OpenAsync(_wrapping, default)).Problem, Does.Contain("audit key version 2"));
    }

    private FileKeyEncryptionKey NewKek(string name)
    {
        FileKeyEncryptionKey.Create(Path.Combine(_folder, name));
        return FileKeyEncryptionKey.Open(Path.Combine(_folder, name));
    }

    private static async Task<AuditKeyRecord> NewRecord(KeyWrapping wrapping)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var wrapped = await wrapping.WrapBytesAsync(new KeyIdentity(KeyPurpose.Audit, 0, 1), key.ExportPkcs8PrivateKey(), default);
        return new AuditKeyRecord(1, key.ExportSubjectPublicKeyInfo(), wrapped);
    }
}
