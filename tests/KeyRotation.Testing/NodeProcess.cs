using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace KeyRotation.Testing;

/// <summary>A real `keyrotation` process: started, watched line by line, killed.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _lineArrived = new(0);

    private NodeProcess(Process process) => _process = process;

    /// <summary>The operating system's number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Both streams, in the order of arrival.</summary>
    public string Output => string.Join(Environment.NewLine, _lines);

    public bool HasExited => _process.HasExited;

    /// <summary>Of a process that has exited; 137 = it was killed.</summary>
    public int ExitCode => _process.ExitCode;

    public static NodeProcess Start(string workingFolder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartAssembly("KeyRotation.Node.dll", workingFolder, environment, arguments);

    /// <summary>Starts a program that stands in the tests' own output folder.</summary>
    public static NodeProcess StartAssembly(string assembly, string workingFolder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // With the node's frameworks: in one output folder the libraries that ASP.NET Core brings are nobody's own.
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add("--runtimeconfig");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "KeyRotation.Node.runtimeconfig.json"));
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var node = new NodeProcess(new Process { StartInfo = start });
        node._process.OutputDataReceived += (_, line) => node.Take(line.Data);
        node._process.ErrorDataReceived += (_, line) => node.Take(line.Data);
        node._process.Start();
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        return node;
    }

    /// <summary>Waits for a line; on time-out says what came instead.</summary>
    public async Task<string> WaitForLineAsync(string pattern)
    {
        var expression = new Regex(pattern);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (_lines.FirstOrDefault(line => expression.IsMatch(line)) is { } found)
                return found;
            if (clock.Elapsed > Patience || _process.HasExited && _lines.All(line => !expression.IsMatch(line)))
                throw new TimeoutException($"No line matches '{pattern}' after {clock.Elapsed.TotalSeconds:0} s (exited: {_process.HasExited}). Output:{Environment.NewLine}{Output}");
            await _lineArrived.WaitAsync(TimeSpan.FromMilliseconds(200));
        }
    }

    public async Task<int> WaitForExitAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The process did not end within {Patience.TotalSeconds:0} s. Output:{Environment.NewLine}{Output}");
        }
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as an operator or systemd stops it.</summary>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        return await WaitForExitAsync();
    }

    /// <summary>A signal by its name, as `kill` knows it: `STOP` and `CONT` are what a paused virtual machine does.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        _lineArrived.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        _lineArrived.Release();
    }
}
