using System.Runtime.InteropServices;

namespace KeyRotation.Faults;

/// <summary>What a process does to itself at a failpoint.</summary>
internal static class ProcessSignals
{
    public static void Act(FailpointAction action, string point)
    {
        switch (action)
        {
            case FailpointAction.Kill:
                System.Diagnostics.Process.GetCurrentProcess().Kill();
                // Kill returns before the kernel is done: nothing behind this point may run.
                using (var never = new ManualResetEvent(false))
                    never.WaitOne();
                break;
            case FailpointAction.Stop when !OperatingSystem.IsWindows():
                if (Signal(Environment.ProcessId, OperatingSystem.IsMacOS() ? 17 : 19) != 0)
                    throw new InvalidOperationException($"Failpoint {point}: this process could not stop itself.");
                break;
            case FailpointAction.Stop:
                throw new PlatformNotSupportedException($"Failpoint {point}: Windows has no SIGSTOP.");
            default:
                throw new FailpointReachedException(point);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
