using KeyRotation.Migration;

namespace KeyRotation.Rotations.Steps;

/// <summary>
/// A node that is configured without a target that others registered, or with another table for it, must not call a rotation complete: it
/// waits, and another node takes it over. While a deployment is rolled out the nodes differ for a while.
/// </summary>
internal static class TargetsHere
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);

    public static async Task<StepResult.Waits?> HoldAsync(ITargetTables targets, string keyType, CancellationToken cancellationToken)
    {
        var missing = await targets.MissingAsync(keyType, cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
            return WaitFor(missing);
        var elsewhere = await targets.ElsewhereAsync(keyType, cancellationToken).ConfigureAwait(false);
        return elsewhere.Count == 0 ? null : new StepResult.Waits(Hold.Dependency, $"On {Environment.MachineName}: {string.Join(" ", elsewhere)}", AskAgainAfter);
    }

    public static StepResult.Waits WaitFor(IReadOnlyList<string> missing) => new(
        Hold.Dependency,
        $"Target {string.Join(", ", missing)} is registered, and not so in the configuration of the node on {Environment.MachineName}. Configure it there; one that is gone for good is retired with `keyrotation targets retire` (docs/migration.md).",
        AskAgainAfter);
}
