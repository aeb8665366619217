namespace KeyRotation.Custody;

/// <summary>
/// Creates a file whole or not at all, readable by its owner only, and never over another: written under a temporary name,
/// flushed, published under a name that must be free, the folder flushed.
/// </summary>
internal static class NewFile
{
    /// <returns>False when there is a file of this name already; it is left as it is.</returns>
    /// <exception cref="IOException">The file cannot be written. Nothing was created under its name.</exception>
    public static bool TryCreate(string path, ReadOnlySpan<byte> bytes)
    {
        var whole = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(whole)!;
        // A crash leaves this file behind; its name is no key file's and no escrow object's, so nothing reads it.
        var unfinished = Path.Combine(folder, $".{Path.GetFileName(whole)}.{Guid.NewGuid():N}.tmp");
        try
        {
            Write(unfinished, bytes);
            if (!TryPublish(unfinished, whole, bytes))
                return false;
        }
        finally
        {
            File.Delete(unfinished);
        }
        if (!OperatingSystem.IsWindows())
            Posix.FlushFolder(folder);
        return true;
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    private static bool TryPublish(string unfinished, string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                // Neither a link nor a rename: a crash may leave a part of the file, which its reader finds; never one key over another.
                if (Posix.TryPublish(unfinished, path) is { } published)
                    return published;
                Write(path, bytes);
                return true;
            }
            File.Move(unfinished, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }
}
