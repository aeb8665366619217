using System.Globalization;
using KeyRotation.Audit;
using KeyRotation.Keys;
using KeyRotation.Rotations;

namespace KeyRotation.Restores;

/// <summary>The audit events of a restore.</summary>
public static class RestoreEvents
{
    /// <summary>None where only a note is out of date: nothing that the trail is about was changed.</summary>
    public static IReadOnlyList<AuditEvent> Of(Restore restore) =>
        [
            .. restore.Next is { } next ? new[] { Found(restore, next) } : [],
            .. restore.Back.Select(version => CameBack(version, restore)),
            .. restore.Lost.Concat(restore.GivenUp).Select(lost => StaysAway(lost, restore)),
        ];

    private static AuditEvent Found(Restore restore, Guid next) => new()
    {
        EventId = Guid.CreateVersion7(),
        OccurredAt = restore.At,
        Action = AuditActions.StoreRestored,
        Outcome = AuditOutcome.Success,
        Actor = Rotation.Scheduler,
        Details = new Dictionary<string, string>
        {
            ["former_incarnation"] = restore.Incarnation.ToString(),
            ["incarnation"] = next.ToString(),
            ["missing"] = string.Join(", ", restore.Back.Select(version => (version.KeyType, version.Version)).Concat(restore.Lost.Select(lost => (lost.KeyType, lost.Version)))
                .Order().Select(version => $"{version.KeyType} version {version.Version}")),
        },
    };

    private static AuditEvent CameBack(KeyVersion version, Restore restore) => new()
    {
        EventId = Guid.CreateVersion7(),
        OccurredAt = restore.At,
        KeyType = version.KeyType,
        Action = AuditActions.KeyRestored,
        Outcome = AuditOutcome.Success,
        Actor = Rotation.Scheduler,
        KeyVersion = version.Version,
        Details = new Dictionary<string, string>
        {
            ["state"] = version.State.ToSnakeCase(),
            ["grace_ends_at"] = version.GraceEndsAt!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["check_value"] = Convert.ToHexStringLower(version.CheckValue),
        },
    };

    private static AuditEvent StaysAway(LostVersion lost, Restore restore) => new()
    {
        EventId = Guid.CreateVersion7(),
        OccurredAt = restore.At,
        KeyType = lost.KeyType,
        Action = AuditActions.KeyNotRestored,
        Outcome = AuditOutcome.Failure,
        Actor = Rotation.Scheduler,
        KeyVersion = lost.Version,
        ErrorDetails = lost.Problem,
    };
}
