using KeyRotation.Policies;
using KeyRotation.Storage.Claims;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Node.Hosting;

/// <summary>
/// Writes down by which policies this node runs, before its first assessment, and says how they differ from what the cluster ran by:
/// meant or not, two configurations must not pass for one. An interval that became shorter shows in detection from here on.
/// </summary>
internal sealed partial class PolicyRegistration(
    IPolicyLedger ledger, KeyTypePolicies policies, TargetDescriptions targets, ClaimHolder holder, TimeProvider time, ILogger<PolicyRegistration> logger) : BeforeStart
{
    public override async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var difference in await ledger.RecordAsync(policies.All, targets.ByKeyType, holder.Name, time.GetUtcNow(), cancellationToken).ConfigureAwait(false))
            LogDiffers(logger, difference.KeyType, difference.Setting, difference.Here, difference.Before, difference.By);
    }

    [LoggerMessage(1005, LogLevel.Warning, "{KeyType}: {Setting} is '{Here}' on this node, and was '{Before}' as {By} configured it. The cluster runs by this node's from now on; nodes that are configured otherwise must be changed and restarted.")]
    private static partial void LogDiffers(ILogger logger, string keyType, string setting, string here, string before, string by);
}
