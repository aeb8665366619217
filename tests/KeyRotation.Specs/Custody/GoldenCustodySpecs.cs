using KeyRotation.Custody;

namespace KeyRotation.Specs.Custody;

/// <summary>What an independent implementation wrapped and put into escrow opens here, for good (docs/format-custody.md).</summary>
[TestFixture]
internal sealed class GoldenCustodySpecs
{
    private static readonly Dictionary<string, string> Vectors = Golden.Vectors("custody");

    private TemporaryFolder _folder = null!;
    private FileKeyEncryptionKey _kek = null!;

    [SetUp]
    public void OpenKek()
    {
        _folder = new TemporaryFolder();
        File.Copy(Golden.PathOf("custody", "kek.bin"), _folder.File("kek"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.File("kek"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _kek = FileKeyEncryptionKey.Open(_folder.File("kek"));
    }

    [TearDown]
    public void DropKek()
    {
        _kek.Dispose();
        _folder.Dispose();
    }

    private static readonly TestCaseData[] Keys =
    [
        new TestCaseData("encryption", new KeyIdentity(KeyPurpose.Encryption, 7, 3)),
        new TestCaseData("signing", new KeyIdentity(KeyPurpose.Signing, 8, 0x01020304)),
        new TestCaseData("audit", new KeyIdentity(KeyPurpose.Audit, 0, 1)),
    ];

    [TestCaseSource(nameof(Keys))]
    public async Task Golden_wrap_opens(string name, KeyIdentity identity)
    {
        byte[] taken = [];

        var problem = await new KeyWrapping(_kek).UnwrapBytesAsync(
            name, identity, File.ReadAllBytes(Golden.PathOf("custody", $"wrap-{name}.bin")), Vector($"{name}_check_value"), Vectors["kek_id"], bytes => taken = bytes.ToArray(), default);

        Assert.That(problem, Is.Null);
        Assert.That(taken, Is.EqualTo(Vector($"{name}_material")));
    }

    [TestCaseSource(nameof(Keys))]
    public void Record_associated_data_and_check_value_are_those_of_the_vectors(string name, KeyIdentity identity)
    {
        var material = Vector($"{name}_material");

        Assert.That(KeyRecord.Write(identity, material), Is.EqualTo(Vector($"{name}_record")));
        Assert.That(KeyRecord.AssociatedData(identity), Is.EqualTo(Vector($"{name}_associated_data")));
        Assert.That(CheckValue.Of(material, identity), Is.EqualTo(Vector($"{name}_check_value")));
        Assert.That(File.ReadAllBytes(Golden.PathOf("custody", $"wrap-{name}.bin")), Is.EqualTo(Vector($"{name}_wrapped")));
    }

    [Test]
    public void Fingerprint_of_the_key_encryption_key_is_that_of_the_vectors() => Assert.That(_kek.Id, Is.EqualTo(Vectors["kek_id"]));

    [Test]
    public async Task Golden_escrow_opens_and_its_key_comes_out()
    {
        var reading = await new DirectoryEscrow(Golden.PathOf("custody", "escrow")).GetAsync("orders", 3, default);

        Assert.That(reading.Problem, Is.Null);
        var entry = reading.Entry!;
        Assert.That(entry.Identity, Is.EqualTo(new KeyIdentity(KeyPurpose.Encryption, 7, 3)));
        Assert.That(entry.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero)));
        Assert.That(entry.StoreIncarnation, Is.EqualTo(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")));
        var unwrapped = await new KeyWrapping(_kek).UnwrapAsync(entry.KeyType, entry.Identity, entry.WrappedRecord, entry.CheckValue, entry.KekId, default);
        using var material = unwrapped.Material;
        Assert.That(unwrapped.Problem, Is.Null);
        Assert.That(material!.Use(0, static (bytes, _) => bytes.ToArray()), Is.EqualTo(Vector("encryption_material")));
    }

    [Test]
    public void Escrow_file_is_written_as_the_vector_has_it()
    {
        var entry = EscrowFile.Read(Vector("escrow_file"))!;

        Assert.That(EscrowFile.Write(entry), Is.EqualTo(Vector("escrow_file")));
        Assert.That(File.ReadAllBytes(Golden.PathOf("custody", "escrow", "orders", "0000000003.kre")), Is.EqualTo(Vector("escrow_file")));
    }

    [Test]
    public void Golden_audit_key_is_the_private_half_of_its_public_key()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportPkcs8PrivateKey(Vector("audit_material"), out _);

        Assert.That(key.ExportSubjectPublicKeyInfo(), Is.EqualTo(Vector("audit_public_key")));
    }

    [Test]
    public void Document_repeats_every_vector()
    {
        var document = Golden.DocumentWithoutSpace("format-custody.md");

        Assert.That(Vectors.Where(vector => !document.Contains($"{vector.Key}={vector.Value}", StringComparison.Ordinal)).Select(vector => vector.Key), Is.Empty);
    }

    private static byte[] Vector(string name) => Convert.FromHexString(Vectors[name]);
}
