using System.Diagnostics.CodeAnalysis;
using KeyRotation.Configuration;

namespace KeyRotation.Rotations;

/// <summary>The closed list of triggers, their names, and the priority that follows from each.</summary>
public static class RotationTriggers
{
    private static readonly Dictionary<string, RotationTrigger> ByName = Enum.GetValues<RotationTrigger>().ToDictionary(NameOf);

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>As the API, the store and the audit trail spell it.</summary>
    public static string NameOf(RotationTrigger trigger) => trigger.ToSnakeCase();

    public static RotationTrigger? Find(string name) => ByName.TryGetValue(name, out var trigger) ? trigger : null;

    /// <summary>Reads a trigger's name exactly as <see cref="NameOf"/> writes it; otherwise says which one may have been meant.</summary>
    public static bool TryParse(string name, out RotationTrigger trigger, [NotNullWhen(false)] out UnknownTrigger? unknown)
    {
        var isKnown = ByName.TryGetValue(name, out trigger);
        unknown = isKnown ? null : new UnknownTrigger(name, NearestName.Suggestion(name, Names));
        return isKnown;
    }

    public static RotationPriority PriorityOf(RotationTrigger trigger) => trigger switch
    {
        RotationTrigger.SecurityBreach or RotationTrigger.VulnerabilityDiscovery or RotationTrigger.IncidentResponse or RotationTrigger.RegulatoryOrder
            => RotationPriority.Emergency,
        RotationTrigger.NoActiveKey or RotationTrigger.SeverelyOverdue or RotationTrigger.SecurityIncident or RotationTrigger.ComplianceRequirement
            => RotationPriority.High,
        RotationTrigger.Routine or RotationTrigger.PlannedMaintenance or RotationTrigger.PolicyUpdate => RotationPriority.Normal,
        _ => throw new ArgumentOutOfRangeException(nameof(trigger), trigger, "No priority for this trigger."),
    };
}
