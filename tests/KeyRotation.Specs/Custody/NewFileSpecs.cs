using KeyRotation.Custody;

namespace KeyRotation.Specs.Custody;

public sealed class NewFileSpecs
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("keyrotation-specs-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Of_many_that_create_one_name_exactly_one_does_and_its_bytes_stay()
    {
        // A look-then-rename lets two win in about one of fifty such races.
        const int writers = 4;
        using var start = new Barrier(writers);
        for (var round = 0; round < 250; round++)
        {
            var name = Path.Combine(_folder, $"{round}");
            var created = new bool[writers];
            var threads = Enumerable.Range(0, writers).Select(writer => new Thread(() =>
            {
                start.SignalAndWait();
                created[writer] = NewFile.TryCreate(name, [(byte)writer]);
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());

            Assert.That(created.Count(one => one), Is.EqualTo(1), $"round {round}");
            Assert.That(File.ReadAllBytes(name), Is.EqualTo(new[] { (byte)Array.IndexOf(created, true) }), $"round {round}");
        }
        Assert.That(Directory.GetFiles(_folder, "*.tmp"), Is.Empty);
    }

    [Test]
    public void Existing_file_stays_as_it_was_and_nothing_is_left_beside_it()
    {
        var name = Path.Combine(_folder, "key");
        File.WriteAllBytes(name, [1]);

        Assert.That(NewFile.TryCreate(name, [2]), Is.False);
        Assert.That(File.ReadAllBytes(name), Is.EqualTo(new byte[] { 1 }));
        Assert.That(Directory.GetFileSystemEntries(_folder), Has.Length.EqualTo(1));
    }

    [Test]
    public void Symbolic_link_to_nowhere_is_a_name_that_is_taken()
    {
        var name = Path.Combine(_folder, "key");
        var target = Path.Combine(_folder, "elsewhere");
        File.CreateSymbolicLink(name, target);

        Assert.That(NewFile.TryCreate(name, [2]), Is.False);
        Assert.That(File.Exists(target), Is.False);
    }

    [Test]
    public void New_file_can_be_reached_by_its_owner_only()
    {
        var name = Path.Combine(_folder, "key");

        NewFile.TryCreate(name, [1]);

        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(name), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void Folder_that_does_not_exist_is_an_error_and_is_not_made() =>
        Assert.That(() => NewFile.TryCreate(Path.Combine(_folder, "none", "key"), [1]), Throws.InstanceOf<IOException>());
}
