using System.Diagnostics;

namespace KeyRotation.Soak.Cluster;

/// <summary>The escrow's folder, on a file system of its own that is small enough to be filled up; where none can be mounted, it never is.</summary>
public sealed class EscrowVolume(string path)
{
    private const string Size = "2m";

    public string Path { get; } = path;

    /// <summary>Mounting takes root and a kernel that lets it.</summary>
    public bool CanBeFilled { get; private set; }

    public void Mount()
    {
        Directory.CreateDirectory(Path);
        CanBeFilled = OperatingSystem.IsLinux() && Environment.UserName == "root" && Run("mount", "-t", "tmpfs", "-o", $"size={Size}", "tmpfs", Path);
    }

    public void Unmount()
    {
        if (CanBeFilled)
            Run("umount", Path);
    }

    /// <summary>Until not one more byte can be written.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Empty() => File.Delete(Filler);

    private string Filler => System.IO.Path.Combine(Path, "filler");

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
