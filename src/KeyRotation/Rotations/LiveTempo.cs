using KeyRotation.Migration;

namespace KeyRotation.Rotations;

/// <summary>Batch size and pace of a rotation as an operator sets them while it runs: read anew each second, by one work.</summary>
internal sealed class LiveTempo(IRotationStore rotations, Rotation rotation, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private MigrationTempo _tempo = new(rotation.BatchSize, rotation.Pace);
    private DateTimeOffset _readAt = time.GetUtcNow();

    public async Task<MigrationTempo> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // A clock that jumps back must not stop the reading.
        if ((now - _readAt).Duration() < Interval)
            return _tempo;
        _readAt = now;
        if (await rotations.FindAsync(rotation.Id, cancellationToken).ConfigureAwait(false) is { } current)
            _tempo = new MigrationTempo(current.BatchSize, current.Pace);
        return _tempo;
    }
}
