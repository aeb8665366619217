namespace KeyRotation.Retirement;

/// <summary>What is to be done with one version, and why.</summary>
/// <param name="Version">The key version.</param>
/// <param name="Action">What.</param>
/// <param name="Reason">Why it is kept; null where it is not.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record VersionVerdict(int Version, RetirementAction Action, KeepReason? Reason, string Detail)
{
    public static VersionVerdict Keep(int version, KeepReason reason, string detail) => new(version, RetirementAction.Keep, reason, detail);
}
