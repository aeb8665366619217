using System.Security.Cryptography;
using System.Text;
using KeyRotation.Custody;

namespace KeyRotation.Specs.Custody;

[TestFixture]
internal sealed class DirectoryEscrowSpecs
{
    private TemporaryFolder _folder = null!;
    private DirectoryEscrow _escrow = null!;

    [SetUp]
    public void MakeEscrow()
    {
        _folder = new TemporaryFolder();
        _escrow = new DirectoryEscrow(_folder.Path);
    }

    [TearDown]
    public void RemoveEscrow() => _folder.Dispose();

    [Test]
    public async Task Entry_comes_back_as_it_was_put()
    {
        var entry = Entry(version: 3);

        var outcome = await _escrow.PutAsync(entry, default);
        var reading = await _escrow.GetAsync("orders", 3, default);

        Assert.That(outcome, Is.EqualTo(EscrowOutcome.Stored));
        Assert.That(reading.Problem, Is.Null);
        Assert.That(EscrowFile.Write(reading.Entry!), Is.EqualTo(EscrowFile.Write(entry)));
        Assert.That(reading.Entry, Is.EqualTo(entry with { CheckValue = reading.Entry!.CheckValue, WrappedRecord = reading.Entry.WrappedRecord }));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Interoperability", "CA1416", Justification = "Runs on Unix only.")]
    public async Task File_can_be_reached_by_its_owner_only()
    {
        await _escrow.PutAsync(Entry(3), default);

        Assert.That(File.GetUnixFileMode(FileOf(3)), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task Same_key_again_is_already_there_and_the_file_stays_as_it_was()
    {
        await _escrow.PutAsync(Entry(3), default);
        var before = File.ReadAllBytes(FileOf(3));

        var outcome = await _escrow.PutAsync(Entry(3) with { WrappedRecord = [9, 9, 9], CreatedAt = DateTimeOffset.UnixEpoch }, default);

        Assert.That(outcome, Is.EqualTo(EscrowOutcome.AlreadyThere));
        Assert.That(File.ReadAllBytes(FileOf(3)), Is.EqualTo(before));
    }

    [Test]
    public async Task Other_key_under_the_same_version_is_a_conflict_and_the_file_stays_as_it_was()
    {
        await _escrow.PutAsync(Entry(3), default);
        var before = File.ReadAllBytes(FileOf(3));

        var otherMaterial = await _escrow.PutAsync(Entry(3, checkValue: 0x77), default);
        var otherKeyId = await _escrow.PutAsync(Entry(3) with { Identity = new KeyIdentity(KeyPurpose.Encryption, 8, 3) }, default);
        var otherPurpose = await _escrow.PutAsync(Entry(3) with { Identity = new KeyIdentity(KeyPurpose.Signing, 7, 3) }, default);

        Assert.That(new[] { otherMaterial, otherKeyId, otherPurpose }, Is.All.EqualTo(EscrowOutcome.Conflict));
        Assert.That(File.ReadAllBytes(FileOf(3)), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(FileOf(3))!), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Of_many_writers_of_different_keys_exactly_one_stores_and_the_others_conflict([Range(1, 5)] int version)
    {
        var outcomes = await RaceAsync(24, writer => Entry(version, checkValue: (byte)writer));

        Assert.That(outcomes.Count(outcome => outcome == EscrowOutcome.Stored), Is.EqualTo(1));
        Assert.That(outcomes.Count(outcome => outcome == EscrowOutcome.Conflict), Is.EqualTo(23));
        Assert.That((await _escrow.GetAsync("orders", version, default)).Problem, Is.Null);
    }

    [Test]
    public async Task Of_many_writers_of_one_key_exactly_one_stores_and_the_others_find_it_there([Range(1, 5)] int version)
    {
        var outcomes = await RaceAsync(24, _ => Entry(version));

        Assert.That(outcomes.Count(outcome => outcome == EscrowOutcome.Stored), Is.EqualTo(1));
        Assert.That(outcomes.Count(outcome => outcome == EscrowOutcome.AlreadyThere), Is.EqualTo(23));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(FileOf(version))!), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Missing_version_is_a_problem_that_names_the_file()
    {
        var reading = await _escrow.GetAsync("orders", 3, default);

        Assert.That(reading.Entry, Is.Null);
        Assert.That(reading.Problem, Does.Contain(FileOf(3)).And.Contain("does not exist"));
    }

    [Test]
    public async Task Every_truncated_file_is_a_problem_that_names_it()
    {
        await _escrow.PutAsync(Entry(3), default);
        var whole = File.ReadAllBytes(FileOf(3));

        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FileOf(3), whole[..length]);
            var reading = await _escrow.GetAsync("orders", 3, default);
            Assert.That(reading.Entry, Is.Null, $"{length} bytes");
            Assert.That(reading.Problem, Does.Contain(FileOf(3)).And.Contain("damaged"));
        }
    }

    [Test]
    public async Task Every_flipped_bit_is_found()
    {
        await _escrow.PutAsync(Entry(3), default);
        var whole = File.ReadAllBytes(FileOf(3));

        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var changed = whole.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(EscrowFile.Read(changed), Is.Null, $"bit {bit}");
        }
        Assert.That(EscrowFile.Read([.. whole, 0]), Is.Null);
    }

    [Test]
    public async Task Damaged_file_is_told_to_a_writer_from_a_conflict_and_is_not_repaired_silently()
    {
        await _escrow.PutAsync(Entry(3), default);
        File.WriteAllBytes(FileOf(3), [1, 2, 3]);

        var outcome = await _escrow.PutAsync(Entry(3), default);

        Assert.That(outcome, Is.EqualTo(EscrowOutcome.Unreadable));
        Assert.That(File.ReadAllBytes(FileOf(3)), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Files_of_two_versions_that_were_swapped_are_problems_that_name_both()
    {
        await _escrow.PutAsync(Entry(3), default);
        await _escrow.PutAsync(Entry(4), default);
        var three = File.ReadAllBytes(FileOf(3));
        File.WriteAllBytes(FileOf(3), File.ReadAllBytes(FileOf(4)));
        File.WriteAllBytes(FileOf(4), three);

        var reading = await _escrow.GetAsync("orders", 3, default);

        Assert.That(reading.Entry, Is.Null);
        Assert.That(reading.Problem, Does.Contain(FileOf(3)).And.Contain("orders version 4").And.Contain("mixed up"));
    }

    [Test]
    public async Task File_of_another_key_type_is_a_problem()
    {
        await _escrow.PutAsync(Entry(3) with { KeyType = "invoices" }, default);
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(3))!);
        File.Copy(Path.Combine(_folder.Path, "invoices", "0000000003.kre"), FileOf(3));

        var reading = await _escrow.GetAsync("orders", 3, default);

        Assert.That(reading.Entry, Is.Null);
        Assert.That(reading.Problem, Does.Contain("invoices version 3"));
    }

    [Test]
    public void File_with_a_right_checksum_over_wrong_fields_is_refused()
    {
        var good = EscrowFile.Write(Entry(3))[..^32];
        byte[][] bodies =
        [
            [],
            good[..^1],
            [.. good, 0],
            [.. "KRE2"u8, .. good[4..]],
            [.. good[..4], 0, .. good[5..]],
            [.. good[..4], 99, .. good[5..]],
            [.. good[..13], 0xff, .. good[14..]],
            [.. good[..13], 0x7f, .. good[14..]],
            [.. good[..37], 0xff, 0xff, 0xff, 0xff, .. good[41..]],
            [.. good[..41], 0xff, .. good[42..]],
        ];

        Assert.That(bodies.Select(body => EscrowFile.Read([.. body, .. SHA256.HashData(body)])), Has.All.Null);
    }

    [Test]
    public async Task Leftovers_of_a_writer_that_was_killed_are_harmless()
    {
        await _escrow.PutAsync(Entry(3), default);
        var folder = Path.GetDirectoryName(FileOf(3))!;
        File.WriteAllBytes(Path.Combine(folder, ".0123456789abcdef0123456789abcdef.tmp"), [1, 2, 3]);
        File.WriteAllText(Path.Combine(folder, "README.txt"), "notes");
        File.WriteAllText(Path.Combine(folder, "copy of 9.kre"), "notes");

        Assert.That(await _escrow.HighestVersionAsync("orders", default), Is.EqualTo(3));
        Assert.That(await _escrow.PutAsync(Entry(4), default), Is.EqualTo(EscrowOutcome.Stored));
        Assert.That((await _escrow.GetAsync("orders", 3, default)).Problem, Is.Null);
    }

    [Test]
    public async Task Highest_version_counts_a_damaged_file()
    {
        await _escrow.PutAsync(Entry(9), default);
        await _escrow.PutAsync(Entry(10), default);
        File.WriteAllBytes(FileOf(10), []);

        Assert.That(await _escrow.HighestVersionAsync("orders", default), Is.EqualTo(10));
    }

    [Test]
    public async Task There_is_no_highest_version_where_nothing_was_put()
    {
        await _escrow.PutAsync(Entry(3), default);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));

        Assert.That(await _escrow.HighestVersionAsync("invoices", default), Is.Null);
        Assert.That(await _escrow.HighestVersionAsync("empty", default), Is.Null);
    }

    [Test]
    public async Task Largest_version_finds_its_place()
    {
        await _escrow.PutAsync(Entry(int.MaxValue), default);

        Assert.That(await _escrow.HighestVersionAsync("orders", default), Is.EqualTo(int.MaxValue));
        Assert.That((await _escrow.GetAsync("orders", int.MaxValue, default)).Problem, Is.Null);
    }

    private async Task<EscrowOutcome[]> RaceAsync(int writers, Func<int, EscrowEntry> entryOf)
    {
        using var start = new Barrier(writers);
        return await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Factory.StartNew(
            async () =>
            {
                start.SignalAndWait();
                return await new DirectoryEscrow(_folder.Path).PutAsync(entryOf(writer), default);
            },
            default, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
    }

    private string FileOf(int version) => Path.Combine(_folder.Path, "orders", $"{version:D10}.kre");

    private static EscrowEntry Entry(int version, byte checkValue = 0x11) => new(
        new KeyIdentity(KeyPurpose.Encryption, 7, (uint)version), "orders", DateTimeOffset.Parse("2026-01-02T03:04:05.678Z", System.Globalization.CultureInfo.InvariantCulture),
        Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), "file:0123456789abcdef", Enumerable.Repeat(checkValue, 16).ToArray(), Encoding.ASCII.GetBytes("wrapped"));
}
