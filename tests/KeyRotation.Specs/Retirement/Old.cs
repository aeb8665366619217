using KeyRotation.Keys;
using KeyRotation.Policies;
using KeyRotation.Retirement;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Retirement;

/// <summary>A key type whose version 1 nobody needs any more, and single things that are not so.</summary>
internal static class Old
{
    public static readonly KeyTypePolicy Policy = BuiltInKeyTypes.Find("token_encryption")!;

    public static readonly RetirementSettings Settings = new() { AllowRetire = true };

    public static readonly DateTimeOffset Now = Moment.At("2026-06-01 02:00");

    public static KeyVersion InGrace(string ends = "2026-05-31 02:00") => Key.Version(Policy.Name, 1, KeyVersionState.Grace, "2026-02-01") with { GraceEndsAt = Moment.At(ends) };

    public static KeyVersion Disabled(string since = "2026-05-24 02:00") => InGrace("2026-05-20") with { State = KeyVersionState.Disabled, DisabledAt = Moment.At(since) };

    /// <summary>Nothing keeps it, and a count that began behind the look found nothing.</summary>
    public static RetirementFacts Facts(KeyVersion version) => new()
    {
        KeyType = Policy.Name,
        DatabaseNow = Now,
        Activation = 2,
        Versions = [version, Key.Active(Policy.Name, "2026-05-01", version: 2)],
        Floors = new Dictionary<int, WriteFloor> { [1] = new(1, Moment.At("2026-05-01")) { AcknowledgedAt = Moment.At("2026-05-01 00:01") } },
        Disablings = new Dictionary<int, DisablingStand> { [1] = new([], null) },
        Targets = ["secrets"],
        Census = Counted(new TargetCount("secrets") { Rows = 100, References = new Dictionary<int, long> { [2] = 100 } }),
    };

    public static Census Counted(params TargetCount[] targets) => new(Guid.Empty, Policy.Name, "node-1", Now) { EndedAt = Now.AddMinutes(1), Targets = targets };

    public static RetirementFacts Behind(this RetirementFacts facts, string silentSince, int? maxOfflineHours = 24) =>
        facts with { Floors = new Dictionary<int, WriteFloor> { [1] = facts.Floors[1] with { Behind = [new ConsumerStand("billing", "app-1", Moment.At(silentSince)) { MaxOffline = maxOfflineHours is { } hours ? TimeSpan.FromHours(hours) : null }] } } };

    public static VersionVerdict Verdict(RetirementFacts facts, RetirementSettings? settings = null, DateTimeOffset? now = null) =>
        RetirementRules.Of(Policy, settings ?? Settings, facts, now ?? Now)[0];
}
