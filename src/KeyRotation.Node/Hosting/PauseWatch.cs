using KeyRotation.Pauses;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>
/// Looks each second at pauses, which running rotations see at their next batch.
/// Now and then it brings Quartz's pause state into line, in case a process died between the two.
/// </summary>
internal sealed class PauseWatch(PauseBoard board, PauseService pauses, ILogger<PauseWatch> logger)
    : PeriodicDuty("Looking for pauses", TimeSpan.FromSeconds(1), logger)
{
    private const int RoundsBetweenAlignments = 5;

    private PausesInForce? _aligned;
    private int _rounds;

    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var current = await board.RefreshAsync(cancellationToken).ConfigureAwait(false);
        await pauses.LiftExpiredAsync(cancellationToken).ConfigureAwait(false);
        if (_aligned is null || !_aligned.All.SequenceEqual(current.All) || ++_rounds % RoundsBetweenAlignments == 0)
        {
            await pauses.AlignAsync(cancellationToken).ConfigureAwait(false);
            _aligned = current;
        }
    }
}
