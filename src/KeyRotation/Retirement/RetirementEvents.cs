using System.Globalization;
using KeyRotation.Audit;
using KeyRotation.Rotations;

namespace KeyRotation.Retirement;

/// <summary>The audit events of a version's last states.</summary>
public static class RetirementEvents
{
    public static AuditEvent Disabled(string keyType, VersionVerdict verdict, Census census, DateTimeOffset now, string actor) =>
        Event(AuditActions.KeyDisabled, keyType, verdict.Version, now, actor) with { Details = Counted(verdict, census) };

    public static AuditEvent Retired(string keyType, VersionVerdict verdict, Census census, DateTimeOffset now, string actor) =>
        Event(AuditActions.KeyRetired, keyType, verdict.Version, now, actor) with { Details = Counted(verdict, census) };

    /// <param name="keyType">The key type.</param>
    /// <param name="version">The version.</param>
    /// <param name="why">A sentence: who tried to open something, or the operator's reason.</param>
    /// <param name="now">UTC.</param>
    /// <param name="actor">A user, or <c>scheduler</c> where an attempt undid it.</param>
    public static AuditEvent Enabled(string keyType, int version, string why, DateTimeOffset now, string actor) =>
        Event(AuditActions.KeyEnabled, keyType, version, now, actor) with { Details = new Dictionary<string, string> { ["from"] = "disabled", ["to"] = "grace", ["reason"] = why } };

    public static AuditEvent Compromised(string keyType, int version, string why, DateTimeOffset now, string actor) =>
        Event(AuditActions.KeyCompromised, keyType, version, now, actor) with { Details = new Dictionary<string, string> { ["reason"] = why } };

    /// <summary>What was counted is part of the trail: the tables of the census may be cleaned one day.</summary>
    private static Dictionary<string, string> Counted(VersionVerdict verdict, Census census)
    {
        var details = new Dictionary<string, string> { ["reason"] = verdict.Detail, ["census"] = census.Id.ToString("D"), ["census_begun_at"] = census.BegunAt.ToString("O", CultureInfo.InvariantCulture), ["counted_by"] = census.CountedBy };
        foreach (var target in census.Targets)
            details[$"counted.{target.Target}"] = string.Create(CultureInfo.InvariantCulture, $"{target.Rows} rows, {target.References.GetValueOrDefault(verdict.Version)} references, {target.Unreadable} unreadable");
        return details;
    }

    private static AuditEvent Event(string action, string keyType, int version, DateTimeOffset now, string actor) => new()
    {
        EventId = Guid.CreateVersion7(now),
        OccurredAt = now,
        KeyType = keyType,
        KeyVersion = version,
        Action = action,
        Outcome = AuditOutcome.Success,
        Actor = actor.Length > 0 ? actor : Rotation.Scheduler,
    };
}
