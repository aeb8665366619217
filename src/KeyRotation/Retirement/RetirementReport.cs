namespace KeyRotation.Retirement;

/// <summary>What a run did with one version of a key type, or why it is kept.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Version">The key version; null where the whole key type was left alone.</param>
/// <param name="Outcome">What was done; of a dry run, what would be.</param>
/// <param name="Reason">Why it is kept; null where it is not.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record RetirementReport(string KeyType, int? Version, RetirementOutcome Outcome, KeepReason? Reason, string Detail)
{
    internal static RetirementReport Of(string keyType, VersionVerdict verdict) => new(keyType, verdict.Version, verdict.Action switch
    {
        RetirementAction.Disable => RetirementOutcome.Disabled,
        RetirementAction.Retire => RetirementOutcome.Retired,
        RetirementAction.BackToGrace => RetirementOutcome.BackToGrace,
        _ => RetirementOutcome.Kept,
    }, verdict.Reason, verdict.Detail);
}
