using KeyRotation.Keys;
using KeyRotation.Pauses;
using KeyRotation.Rotations;

namespace KeyRotation.Status;

/// <summary>Reads what is open and what comes next.</summary>
public sealed class UpcomingReader
{
    private readonly IRotationStore _rotations;
    private readonly IKeyStore _keys;
    private readonly PauseBoard _pauses;
    private readonly RotationRules _rules;
    private readonly RollbackHolds _holds;
    private readonly TimeProvider _time;
    private readonly SharedRead<(IReadOnlyList<Rotation> Queue, IReadOnlyList<UpcomingRotation> Upcoming)> _look;

    public UpcomingReader(IRotationStore rotations, IKeyStore keys, PauseBoard pauses, RotationRules rules, RollbackHolds holds, TimeProvider time)
    {
        _rotations = rotations;
        _keys = keys;
        _pauses = pauses;
        _rules = rules;
        _holds = holds;
        _time = time;
        _look = new(LookAsync);
    }

    public Task<(IReadOnlyList<Rotation> Queue, IReadOnlyList<UpcomingRotation> Upcoming)> ReadAsync(CancellationToken cancellationToken) => _look.ReadAsync(cancellationToken);

    private async Task<(IReadOnlyList<Rotation> Queue, IReadOnlyList<UpcomingRotation> Upcoming)> LookAsync(CancellationToken cancellationToken)
    {
        await _pauses.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var open = (await _rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false)).Where(rotation => _rules.Policies.Find(rotation.KeyType) is not null).ToArray();
        var versions = await _keys.ListVersionsAsync(null, cancellationToken).ConfigureAwait(false);
        var held = await _holds.UntilAsync(_rules.Policies.All.Select(policy => policy.Name), cancellationToken).ConfigureAwait(false);
        var now = _time.GetUtcNow();
        return (RotationQueue.Order(open, _rules.Policies, versions, now), UpcomingRotations.Of(_rules, versions, open, now, held));
    }
}
