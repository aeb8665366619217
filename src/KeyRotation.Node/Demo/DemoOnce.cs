using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Policies;
using KeyRotation.Rotations;

namespace KeyRotation.Node.Demo;

/// <summary><c>demo --once</c>: acts as `execute` on each due key type, waits until all have ended, and verifies every row.</summary>
internal sealed class DemoOnce(
    IKeyStore keys, IRotationStore rotations, IMigrationStore migrations, KeyAssessment assessment, RotationExecution execution, RotationRecovery recovery,
    KeyTypePolicies policies, DemoVerification verification, TimeProvider time)
{
    private const string Actor = "demo";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public async Task<IReadOnlyList<DemoResult>> RunAsync(CancellationToken cancellationToken)
    {
        await assessment.OpenDueAsync(null, cancellationToken).ConfigureAwait(false);
        var open = await rotations.ListOpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (var rotation in open)
        {
            if (rotation.State == RotationState.Failed)
                await recovery.RetryAsync(rotation.Id, new RetryAdjustments(), Actor, cancellationToken).ConfigureAwait(false);
            await execution.ExecuteAsync(rotation.Id, Actor, cancellationToken).ConfigureAwait(false);
        }
        var ended = new Dictionary<string, Rotation>();
        foreach (var rotation in open)
            ended[rotation.KeyType] = await WaitAsync(rotation.Id, cancellationToken).ConfigureAwait(false);

        var results = new List<DemoResult>();
        foreach (var policy in policies.All)
            results.Add(await ResultAsync(policy.Name, ended.GetValueOrDefault(policy.Name), cancellationToken).ConfigureAwait(false));
        return results;
    }

    private async Task<Rotation> WaitAsync(RotationId id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var rotation = await rotations.FindAsync(id, cancellationToken).ConfigureAwait(false);
            if (rotation is null || !rotation.IsOpen || rotation.State == RotationState.Failed)
                return rotation ?? throw new DemoException($"Rotation {id} vanished from the store.");
            await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<DemoResult> ResultAsync(string keyType, Rotation? rotation, CancellationToken cancellationToken)
    {
        var problem = await verification.VerifyAsync(keyType, cancellationToken).ConfigureAwait(false);
        if (rotation is null)
        {
            var versions = await keys.ListVersionsAsync(keyType, cancellationToken).ConfigureAwait(false);
            var active = versions.Single(version => version.State == KeyVersionState.Active).Version;
            return new DemoResult(keyType, active, null, 0, TimeSpan.Zero, problem);
        }
        problem = rotation.State == RotationState.Completed ? problem : $"The rotation is {rotation.State}. {rotation.LastError}";
        var ranges = await migrations.ListRangesAsync(rotation.Id.Value, cancellationToken).ConfigureAwait(false);
        var duration = (rotation.EndedAt ?? time.GetUtcNow()) - (rotation.StartedAt ?? rotation.ScheduledAt);
        return new DemoResult(keyType, rotation.FromVersion, rotation.ToVersion, ranges.Sum(range => range.RowsRewritten), duration, problem);
    }
}
