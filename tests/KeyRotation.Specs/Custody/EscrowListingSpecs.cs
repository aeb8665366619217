using KeyRotation.Custody;

namespace KeyRotation.Specs.Custody;

public sealed class EscrowListingSpecs
{
    private string _folder = null!;
    private DirectoryEscrow _escrow = null!;

    [SetUp]
    public void MakeEscrow()
    {
        _folder = Directory.CreateTempSubdirectory("keyrotation-specs-").FullName;
        _escrow = new DirectoryEscrow(_folder);
    }

    [TearDown]
    public void RemoveEscrow() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Everything_is_listed_by_key_type_and_version()
    {
        foreach (var (keyType, version) in new[] { ("token_encryption", 10), ("api_signature", 1), ("token_encryption", 9) })
            await _escrow.PutAsync(Entry(keyType, version), default);

        var listed = await _escrow.ListAsync(default).Select(reading => $"{reading.Entry!.KeyType} {reading.Entry.Identity.Version}").ToListAsync();

        Assert.That(listed, Is.EqualTo(new[] { "api_signature 1", "token_encryption 9", "token_encryption 10" }));
    }

    [Test]
    public async Task Damaged_object_is_listed_as_what_is_wrong_with_it_among_the_others()
    {
        await _escrow.PutAsync(Entry("token_encryption", 1), default);
        await _escrow.PutAsync(Entry("token_encryption", 2), default);
        File.WriteAllBytes(FileOf(1), [1, 2, 3]);

        var listed = await _escrow.ListAsync(default).ToListAsync();

        Assert.That(listed[0].Problem, Does.Contain(FileOf(1)).And.Contain("damaged"));
        Assert.That(listed[1].Entry!.Identity.Version, Is.EqualTo(2));
    }

    [Test]
    public async Task Nothing_is_listed_where_nothing_was_put_and_where_the_folder_is_missing()
    {
        Assert.That(await _escrow.ListAsync(default).CountAsync(), Is.Zero);
        Assert.That(await new DirectoryEscrow(Path.Combine(_folder, "none")).ListAsync(default).CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Leftover_of_a_writer_that_was_killed_is_not_listed()
    {
        await _escrow.PutAsync(Entry("token_encryption", 1), default);
        File.WriteAllBytes(Path.Combine(_folder, "token_encryption", ".0000000002.kre.5f1c.tmp"), [1, 2, 3]);

        Assert.That(await _escrow.ListAsync(default).CountAsync(), Is.EqualTo(1));
    }

    [TestCase("")]
    [TestCase("..")]
    [TestCase("../elsewhere")]
    [TestCase("/etc")]
    public void Name_that_would_leave_the_escrow_is_refused(string keyType) =>
        Assert.That(async () => await _escrow.PutAsync(Entry(keyType, 1), default), Throws.ArgumentException);

    private string FileOf(int version) => Path.Combine(_folder, "token_encryption", $"{version:D10}.kre");

    private static EscrowEntry Entry(string keyType, int version) => new(
        new KeyIdentity(KeyPurpose.Encryption, 1, (uint)version), keyType, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        new Guid("0190f3c0-0000-7000-8000-000000000001"), "file:0011223344556677", new byte[CheckValue.Size], [1, 2, 3, 4]);
}
