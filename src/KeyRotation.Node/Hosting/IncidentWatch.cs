using KeyRotation.Incidents;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>Takes the snapshot of an incident of this process at once, and each ten seconds what other processes left out.</summary>
internal sealed class IncidentWatch : PeriodicDuty
{
    private static readonly TimeSpan LeftToItsProcess = TimeSpan.FromSeconds(30);

    private readonly IncidentRecorder _recorder;
    private readonly IncidentBell _bell;
    private int _rung;

    public IncidentWatch(IncidentRecorder recorder, IncidentBell bell, ILogger<IncidentWatch> logger) : base("Recording incidents", TimeSpan.FromSeconds(10), logger)
    {
        _recorder = recorder;
        _bell = bell;
        bell.Rung += HearBell;
    }

    public override void Dispose()
    {
        _bell.Rung -= HearBell;
        base.Dispose();
    }

    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var isOwn = Interlocked.Exchange(ref _rung, 0) == 1;
        try
        {
            await _recorder.RecordAsync(isOwn ? TimeSpan.Zero : LeftToItsProcess, cancellationToken).ConfigureAwait(false);
        }
        catch when (isOwn)
        {
            // The next round is for it as well.
            Interlocked.Exchange(ref _rung, 1);
            throw;
        }
    }

    private void HearBell()
    {
        Interlocked.Exchange(ref _rung, 1);
        WakeUp();
    }
}
