using System.Globalization;
using KeyRotation.Policies;
using KeyRotation.Retirement;
using KeyRotation.Rotations;

namespace KeyRotation.Approvals;

/// <summary>A cleanup that was approved.</summary>
public sealed class CleanupCommand(RetirementService retirement, KeyTypePolicies policies) : IApprovedCommand
{
    public ApprovalAction Action => ApprovalAction.Cleanup;

    public static IReadOnlyDictionary<string, string> ParametersOf(string? keyType) =>
        keyType is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [ApprovalParameters.KeyType] = keyType };

    public async Task<Reply<CommandOutcome>> CarryOutAsync(Approval approval, CancellationToken cancellationToken)
    {
        var reports = new List<RetirementReport>();
        foreach (var name in approval.Parameters.TryGetValue(ApprovalParameters.KeyType, out var only) ? [only] : policies.All.Select(policy => policy.Name))
            reports.AddRange(await retirement.RunAsync(name, dryRun: false, approval.RequestedBy, cancellationToken).ConfigureAwait(false));
        return new CommandOutcome(reports.GroupBy(report => report.Outcome)
            .ToDictionary(group => group.Key.ToSnakeCase(), group => group.Count().ToString(CultureInfo.InvariantCulture)));
    }
}
