using KeyRotation.Alerts;
using KeyRotation.Nodes;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Alerts;

/// <summary>A cluster in which all is well, and single things that are not.</summary>
internal static class Facts
{
    public const string Now = "2026-06-01 12:00";

    /// <summary>One key type, its key 10 days old, one worker.</summary>
    public static AlertFacts AllIsWell { get; } = new()
    {
        Now = Moment.At(Now),
        Self = "node-1",
        Policies = [BuiltInKeyTypes.Find("token_encryption")!],
        Versions = [Key.Active("token_encryption", "2026-05-22 12:00")],
        Nodes = [Node("node-1")],
        Schedule = new ScheduleReport([], [new ScheduledJob("rotate.token_encryption", "token_encryption", "token_encryption")]),
    };

    public static ClusterNode Node(string instance, string started = "2026-05-01") => new()
    {
        Id = Guid.NewGuid(),
        Instance = instance,
        Host = "host",
        ProcessId = 1,
        Version = "1.0.0",
        Roles = [NodeRoles.Worker],
        KekId = "file:test",
        StartedAt = Moment.At(started),
    };

    public static OpenAlert Open(string code, string subject, string since = "2026-06-01") => new(Guid.NewGuid(), new Alert(code, subject, "as it was"), Moment.At(since));

    public static Alert TheOnly(AlertFacts facts) => AlertRules.Of(facts).Single();

    public static IEnumerable<string> Codes(AlertFacts facts) => AlertRules.Of(facts).Select(alert => alert.Code);
}
