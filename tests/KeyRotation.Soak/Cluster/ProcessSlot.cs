using KeyRotation.Testing;

namespace KeyRotation.Soak.Cluster;

/// <summary>
/// A place in the cluster: one process at a time, with a name, a folder of settings and a way to the server of its own. A supervisor starts
/// it again when it died, as systemd does.
/// </summary>
public sealed class ProcessSlot(string name, TcpProxy network, int apiPort, Func<ProcessSlot, string?, NodeProcess> start) : IAsyncDisposable
{
    private readonly SemaphoreSlim _hand = new(1, 1);
    private readonly List<NodeProcess> _all = [];

    public string Name { get; } = name;

    public TcpProxy Network { get; } = network;

    /// <summary>Where its API listens, if it has one.</summary>
    public int ApiPort { get; } = apiPort;

    public NodeProcess? Process { get; private set; }

    /// <summary>Every one that stood here, the present one last.</summary>
    public IReadOnlyList<NodeProcess> Processes => [.. _all];

    /// <summary>As the process was started with; null = none.</summary>
    public string? Failpoints { get; private set; }

    /// <summary>Somebody else ends it: no fault, and it is not started again.</summary>
    public bool IsDown { get; private set; } = true;

    /// <summary>Why the next death of the process is no surprise; null = it is one.</summary>
    public string? ExpectedDeath { get; set; }

    public void Start(string? failpoints)
    {
        Failpoints = failpoints;
        ExpectedDeath = null;
        Process = start(this, failpoints);
        _all.Add(Process);
        // Last: until then whoever looks sees the former process, which is dead, and is told that this is meant.
        IsDown = false;
    }

    /// <summary>Whether a node has come through its start, in which it ends where the store is away, as it should.</summary>
    public bool HasStarted => Process?.Output.Contains("Schedules seeded", StringComparison.Ordinal) == true;

    /// <summary>One fault at a time befalls a process; null when another one has it.</summary>
    public bool TryTakeInHand() => _hand.Wait(0);

    public void LetGo() => _hand.Release();

    public async Task<int> TerminateAsync()
    {
        IsDown = true;
        return await Process!.TerminateAsync();
    }

    /// <summary>SIGKILL, and nobody starts it again but who asked for it.</summary>
    public async Task KillForGoodAsync()
    {
        IsDown = true;
        await Process!.KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        IsDown = true;
        foreach (var process in _all)
            await process.DisposeAsync();
        Network.Dispose();
        _hand.Dispose();
    }
}
