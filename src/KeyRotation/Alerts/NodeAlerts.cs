using System.Globalization;
using KeyRotation.Nodes;

namespace KeyRotation.Alerts;

/// <summary>Nodes that are not like the others, or whose clock is not.</summary>
internal static class NodeAlerts
{
    /// <summary>A rolling upgrade is no fault.</summary>
    internal static readonly TimeSpan UpgradedAfter = TimeSpan.FromMinutes(30);

    public static IEnumerable<Alert> Of(AlertFacts facts) => [.. Clocks(facts), .. Keks(facts), .. Versions(facts), .. Configuration(facts)];

    private static IEnumerable<Alert> Clocks(AlertFacts facts) =>
        facts.Nodes.Where(node => node.State == NodeState.RefusingWork).Select(node => new Alert(AlertCodes.NodeClock, node.Instance, string.Create(CultureInfo.InvariantCulture,
            $"Node {node.Instance} takes no work: its clock is {node.ClockSkewSeconds:0} s off the database's; expected within {ClockSkew.Refusal.TotalSeconds:0} s. Check time synchronization on {node.Host} and on the database's machine.")));

    /// <summary>The others are the majority; where there is none, those with the key that wraps the versions in use.</summary>
    private static IEnumerable<Alert> Keks(AlertFacts facts)
    {
        var groups = facts.Nodes.GroupBy(node => node.KekId)
            .OrderByDescending(group => group.Count())
            .ThenByDescending(group => facts.Versions.Count(version => version.IsReadable && version.KekId == group.Key))
            .ThenBy(group => group.Min(node => node.StartedAt))
            .ToArray();
        return groups.Skip(1).SelectMany(group => group).Select(node => new Alert(AlertCodes.KeyEncryptionKeyDiffers, node.Instance,
            $"Node {node.Instance} holds the key-encryption key {node.KekId}; expected {groups[0].Key}, as {string.Join(", ", groups[0].Select(other => other.Instance))}. Keys that it makes cannot be unwrapped by the others. Stop it and give it the same key."));
    }

    private static IEnumerable<Alert> Versions(AlertFacts facts)
    {
        if (facts.Nodes.MaxBy(node => Parsed(node.Version)) is not { } newest)
            return [];
        var upgraded = facts.Nodes.Where(node => node.Version == newest.Version).ToArray();
        return upgraded.All(node => facts.Now - node.StartedAt < UpgradedAfter)
            ? []
            : facts.Nodes.Except(upgraded).Select(node => new Alert(AlertCodes.NodeVersionDiffers, node.Instance,
                $"Node {node.Instance} runs version {node.Version}; expected {newest.Version}, as {string.Join(", ", upgraded.Select(other => other.Instance))} for more than {Wording.Minutes(UpgradedAfter)}. Upgrade it."));
    }

    private static IEnumerable<Alert> Configuration(AlertFacts facts)
    {
        if (facts.Differences.Count == 0)
            return [];
        var keyTypes = facts.Differences.Select(difference => difference.KeyType).Distinct().ToArray();
        return [new Alert(AlertCodes.ConfigurationDiffers, facts.Self,
            $"Node {facts.Self} runs by another configuration than the cluster's latest start: {string.Join("; ", facts.Differences)}. Expected the same on every node. Configure all alike and restart those that differ.")
        { KeyType = keyTypes.Length == 1 ? keyTypes[0] : null }];
    }

    private static Version Parsed(string version) => Version.TryParse(version, out var parsed) ? parsed : new Version();
}
