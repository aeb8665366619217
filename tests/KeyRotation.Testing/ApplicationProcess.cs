using System.Text.Json;

namespace KeyRotation.Testing;

/// <summary>The sample application as a real process: what it said on stdout, and the signals that befall it.</summary>
public sealed class ApplicationProcess : IAsyncDisposable
{
    private readonly NodeProcess _process;

    private ApplicationProcess(NodeProcess process) => _process = process;

    /// <summary>Both streams, in the order of arrival.</summary>
    public string Output => _process.Output;

    /// <param name="workingFolder">Its appsettings.json has the settings.</param>
    /// <param name="arguments">Settings that win over it: <c>--Application:RowsPerSecond=50</c>.</param>
    public static ApplicationProcess Start(string workingFolder, params string[] arguments) =>
        new(NodeProcess.StartAssembly("KeyRotation.SampleApplication.dll", workingFolder, new Dictionary<string, string>(), arguments));

    /// <summary>Waits until it says that something happened: <c>started</c>, <c>activation_changed</c>, <c>progress</c>, <c>failed</c>, <c>stopped</c>.</summary>
    public async Task<JsonElement> WaitForAsync(string @event) =>
        JsonDocument.Parse(await _process.WaitForLineAsync($"^{{\"event\":\"{@event}\"")).RootElement;

    /// <summary>SIGSTOP: it does nothing any more, and does not know.</summary>
    public Task SuspendAsync() => _process.SignalAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task ResumeAsync() => _process.SignalAsync("CONT");

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>SIGTERM; it signs off.</summary>
    public Task<int> TerminateAsync() => _process.TerminateAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
