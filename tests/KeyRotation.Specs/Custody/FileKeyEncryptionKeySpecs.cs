using System.Security.Cryptography;
using System.Text;
using CsCheck;
using KeyRotation.Custody;

namespace KeyRotation.Specs.Custody;

[TestFixture]
internal sealed class FileKeyEncryptionKeySpecs
{
    private static readonly byte[] Record = Encoding.UTF8.GetBytes("a record of some length that is wrapped");
    private static readonly byte[] Associated = [1, 2, 3];

    private TemporaryFolder _folder = null!;
    private string _path = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TemporaryFolder();
        _path = _folder.File("kek");
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase(UnixFileMode.GroupRead)]
    [TestCase(UnixFileMode.GroupWrite)]
    [TestCase(UnixFileMode.GroupExecute)]
    [TestCase(UnixFileMode.OtherRead)]
    [TestCase(UnixFileMode.OtherWrite)]
    [TestCase(UnixFileMode.OtherExecute)]
    [Platform(Exclude = "Win")]
    public void File_that_others_can_reach_is_refused(UnixFileMode tooMuch)
    {
        FileKeyEncryptionKey.Create(_path);
        SetMode(UnixFileMode.UserRead | UnixFileMode.UserWrite | tooMuch);

        var refusal = Assert.Throws<KeyEncryptionKeyException>(() => FileKeyEncryptionKey.Open(_path).Dispose());

        Assert.That(refusal.Message, Does.Contain(_path).And.Contain("expected 600 or 400").And.Contain("chmod 600"));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void File_that_its_owner_can_only_read_is_opened()
    {
        FileKeyEncryptionKey.Create(_path);
        SetMode(UnixFileMode.UserRead);

        using var kek = FileKeyEncryptionKey.Open(_path);

        Assert.That(kek.Id, Does.Match("^file:[0-9a-f]{16}$"));
    }

    [TestCase(0)]
    [TestCase(31)]
    [TestCase(33)]
    [TestCase(64)]
    public void File_of_another_length_is_refused(int length)
    {
        WritePrivate(RandomNumberGenerator.GetBytes(length));

        var refusal = Assert.Throws<KeyEncryptionKeyException>(() => FileKeyEncryptionKey.Open(_path).Dispose());

        Assert.That(refusal.Message, Does.Contain($"has {length} bytes").And.Contain("exactly 32"));
    }

    [TestCase("00112233445566778899aabbccddeeff")]
    [TestCase("correct horse battery staple now")]
    [TestCase("AAECAwQFBgcICQoLDA0ODw==\r\n      ")]
    public void Text_of_32_characters_is_refused(string text)
    {
        WritePrivate(Encoding.ASCII.GetBytes(text));

        var refusal = Assert.Throws<KeyEncryptionKeyException>(() => FileKeyEncryptionKey.Open(_path).Dispose());

        Assert.That(refusal.Message, Does.Contain(_path).And.Contain("text"));
        Assert.That(refusal.Message, Does.Not.Contain(text));
    }

    [Test]
    public void Missing_file_is_refused_with_the_command_that_makes_one()
    {
        var refusal = Assert.Throws<KeyEncryptionKeyException>(() => FileKeyEncryptionKey.Open(_path).Dispose());

        Assert.That(refusal.Message, Does.Contain(_path).And.Contain("KeyRotation:KeyEncryptionKey:Path"));
    }

    [Test]
    public void Folder_in_place_of_the_file_is_refused()
    {
        Directory.CreateDirectory(_path);
        if (!OperatingSystem.IsWindows())
            SetMode(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Assert.Throws<KeyEncryptionKeyException>(() => FileKeyEncryptionKey.Open(_path).Dispose());
    }

    [Test]
    public void New_file_has_32_bytes_that_only_its_owner_can_reach_and_nothing_is_left_beside_it()
    {
        FileKeyEncryptionKey.Create(_path);

        Assert.That(new FileInfo(_path).Length, Is.EqualTo(32));
        Assert.That(Directory.GetFileSystemEntries(_folder.Path), Is.EqualTo(new[] { _path }));
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(_path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void Existing_file_is_never_overwritten()
    {
        File.WriteAllText(_path, "the only key there is");

        Assert.Throws<IOException>(() => FileKeyEncryptionKey.Create(_path));

        Assert.That(File.ReadAllText(_path), Is.EqualTo("the only key there is"));
        Assert.That(Directory.GetFileSystemEntries(_folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Of_many_that_create_one_file_exactly_one_wins()
    {
        var created = 0;

        Parallel.For(0, 32, _ =>
        {
            try
            {
                FileKeyEncryptionKey.Create(_path);
                Interlocked.Increment(ref created);
            }
            catch (IOException)
            {
                // Another was first.
            }
        });

        Assert.That(created, Is.EqualTo(1));
        Assert.That(Directory.GetFileSystemEntries(_folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Two_new_files_hold_two_keys()
    {
        using var one = NewKek("one");
        using var other = NewKek("other");

        Assert.That(one.Id, Is.Not.EqualTo(other.Id));
    }

    [Test]
    public async Task Every_record_comes_back_as_it_was_wrapped()
    {
        using var kek = NewKek("kek");

        await Gen.Select(Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 60]).SampleAsync(async (record, associated) =>
            (await kek.UnwrapAsync(await kek.WrapAsync(record, associated, default), associated, default))!.AsSpan().SequenceEqual(record), iter: 200);
    }

    [Test]
    public async Task Two_wraps_of_one_record_differ()
    {
        using var kek = NewKek("kek");

        var one = await kek.WrapAsync(Record, Associated, default);
        var other = await kek.WrapAsync(Record, Associated, default);

        Assert.That(one, Is.Not.EqualTo(other));
        Assert.That(one, Has.Length.EqualTo(24 + Record.Length + 16));
    }

    [Test]
    public async Task Every_flipped_bit_is_refused()
    {
        using var kek = NewKek("kek");
        var wrapped = await kek.WrapAsync(Record, Associated, default);

        for (var bit = 0; bit < wrapped.Length * 8; bit++)
        {
            var changed = wrapped.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(await kek.UnwrapAsync(changed, Associated, default), Is.Null, $"bit {bit}");
        }
    }

    [Test]
    public async Task Every_truncation_and_extension_is_refused()
    {
        using var kek = NewKek("kek");
        var wrapped = await kek.WrapAsync(Record, Associated, default);

        for (var length = 0; length < wrapped.Length; length++)
        {
            Assert.That(await kek.UnwrapAsync(wrapped.AsMemory(0, length), Associated, default), Is.Null, $"first {length} bytes");
            Assert.That(await kek.UnwrapAsync(wrapped.AsMemory(wrapped.Length - length), Associated, default), Is.Null, $"last {length} bytes");
        }
        Assert.That(await kek.UnwrapAsync((byte[])[.. wrapped, 0], Associated, default), Is.Null);
    }

    [Test]
    public async Task Other_associated_data_is_refused()
    {
        using var kek = NewKek("kek");
        var wrapped = await kek.WrapAsync(Record, Associated, default);

        Assert.That(await kek.UnwrapAsync(wrapped, (byte[])[1, 2, 4], default), Is.Null);
        Assert.That(await kek.UnwrapAsync(wrapped, default, default), Is.Null);
    }

    [Test]
    public async Task Wrap_of_another_key_is_refused()
    {
        using var kek = NewKek("kek");
        using var other = NewKek("other");

        Assert.That(await other.UnwrapAsync(await kek.WrapAsync(Record, Associated, default), Associated, default), Is.Null);
    }

    [Test]
    public async Task Many_threads_wrap_with_one_key()
    {
        using var kek = NewKek("kek");

        await Parallel.ForEachAsync(Enumerable.Range(0, 200), async (_, cancellationToken) =>
            Assert.That(await kek.UnwrapAsync(await kek.WrapAsync(Record, Associated, cancellationToken), Associated, cancellationToken), Is.EqualTo(Record)));
    }

    [Test]
    public void Disposed_key_wraps_nothing()
    {
        var kek = NewKek("kek");
        kek.Dispose();

        Assert.That(async () => await kek.WrapAsync(Record, Associated, default), Throws.TypeOf<ObjectDisposedException>());
    }

    private FileKeyEncryptionKey NewKek(string name)
    {
        FileKeyEncryptionKey.Create(_folder.File(name));
        return FileKeyEncryptionKey.Open(_folder.File(name));
    }

    private void WritePrivate(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        if (!OperatingSystem.IsWindows())
            SetMode(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Interoperability", "CA1416", Justification = "Called on Unix only.")]
    private void SetMode(UnixFileMode mode) => File.SetUnixFileMode(_path, mode);
}
