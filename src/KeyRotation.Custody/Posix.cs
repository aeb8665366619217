using System.Runtime.InteropServices;

namespace KeyRotation.Custody;

/// <summary>
/// The calls that .NET does not offer: publishing a file under a name that must be free, and flushing a folder.
/// <c>File.Move(overwrite: false)</c> looks first and renames then on Unix, so of two processes both can win and the second
/// overwrites the first.
/// </summary>
internal static partial class Posix
{
    private const int NotPermitted = 1;
    private const int AlreadyExists = 17;
    private const int InvalidArgument = 22;
    private const int NotImplemented = 38;
    private const int CurrentFolder = -100;
    private const uint RenameNoReplace = 1;

    // Linux and macOS number this one differently.
    private static readonly int NotSupported = OperatingSystem.IsMacOS() ? 102 : 95;

    /// <summary>Gives the file its final name as well, or in place of the first.</summary>
    /// <returns>False when that name is taken; null when the file system can do it in neither of the two ways.</returns>
    /// <exception cref="IOException">The file system refused.</exception>
    public static bool? TryPublish(string unfinished, string name)
    {
        if (Link(unfinished, name) == 0)
            return true;
        var error = Marshal.GetLastPInvokeError();
        // File systems without hard links (FAT, some network shares) can often rename without replacing.
        if (IsUnsupported(error) && OperatingSystem.IsLinux())
        {
            if (RenameAt2(CurrentFolder, unfinished, CurrentFolder, name, RenameNoReplace) == 0)
                return true;
            error = Marshal.GetLastPInvokeError();
        }
        if (error == AlreadyExists)
            return false;
        return IsUnsupported(error) ? null : throw Failure($"{name} cannot be created", error);
    }

    /// <summary>Flushes a folder's entries: without it a file that was flushed can lose its name when the power fails.</summary>
    /// <exception cref="IOException">The device failed.</exception>
    public static void FlushFolder(string folder)
    {
        var descriptor = Open(folder, 0);
        if (descriptor < 0)
            throw Failure($"{folder} cannot be opened to flush it", Marshal.GetLastPInvokeError());
        try
        {
            // Some network file systems flush folders by themselves and refuse to be asked.
            if (Fsync(descriptor) != 0 && Marshal.GetLastPInvokeError() is var error && error != InvalidArgument && error != NotSupported)
                throw Failure($"{folder} cannot be flushed", error);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static bool IsUnsupported(int error) => error is NotPermitted or InvalidArgument or NotImplemented || error == NotSupported;

    private static IOException Failure(string what, int error) => new($"{what}: {Marshal.GetPInvokeErrorMessage(error)} (error {error}).");

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
