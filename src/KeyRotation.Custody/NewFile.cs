using System.Runtime.InteropServices;

namespace KeyRotation.Custody;

/// <summary>
/// Makes a file that only its owner can reach, whole under its name or not at all, and never over another. File.Move does not
/// do: on Unix it looks whether the name is free and renames afterwards, so that of two writers the second replaces the first.
/// </summary>
internal static class NewFile
{
    private const int AlreadyExists = 17;

    /// <returns>False when there is a file of this name; it was not changed.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static bool TryCreate(string path, ReadOnlySpan<byte> bytes)
    {
        if (File.Exists(path))
            return false;
        var unfinished = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Guid.NewGuid():N}.tmp");
        try
        {
            Write(unfinished, bytes);
            return OperatingSystem.IsWindows() ? TryMove(unfinished, path) : TryLink(unfinished, path, bytes);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static bool TryMove(string unfinished, string path)
    {
        try
        {
            File.Move(unfinished, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static bool TryLink(string unfinished, string path, ReadOnlySpan<byte> bytes)
    {
        if (Link(unfinished, path) == 0)
            return true;
        if (Marshal.GetLastPInvokeError() == AlreadyExists)
            return false;
        // A file system without hard links: a crash may leave a part of the file, which its reader finds; never one key over another.
        try
        {
            Write(path, bytes);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
