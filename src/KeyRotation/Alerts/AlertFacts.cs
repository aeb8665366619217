using KeyRotation.Incidents;
using KeyRotation.Keys;
using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Restores;
using KeyRotation.Retirement;
using KeyRotation.Rotations;

namespace KeyRotation.Alerts;

/// <summary>What is so at a moment, as far as alerts and gauges depend on it.</summary>
public sealed record AlertFacts
{
    /// <summary>Policy time, UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The name under which this node holds claims.</summary>
    public required string Self { get; init; }

    public required IReadOnlyList<KeyTypePolicy> Policies { get; init; }

    public PropagationBound PropagationBound { get; init; } = new(TimeSpan.FromMinutes(10));

    /// <summary>Of all key types.</summary>
    public IReadOnlyList<KeyVersion> Versions { get; init; } = [];

    /// <summary>Those that are open, failed ones included.</summary>
    public IReadOnlyList<Rotation> Rotations { get; init; } = [];

    /// <summary>Those that were seen lately.</summary>
    public IReadOnlyList<ClusterNode> Nodes { get; init; } = [];

    public PausesInForce Pauses { get; init; } = PausesInForce.None;

    public ScheduleReport Schedule { get; init; } = ScheduleReport.Nothing;

    /// <summary>The latest of each key type that came to its end.</summary>
    public IReadOnlyList<Census> Censuses { get; init; } = [];

    /// <summary>Versions that the store lost and that could not be brought back.</summary>
    public IReadOnlyList<LostVersion> Lost { get; init; } = [];

    /// <summary>Attempts to open something under a disabled version, the last of each version within <see cref="RetirementAlerts.AttemptsWithin"/>.</summary>
    public IReadOnlyList<AttemptedOpen> Attempts { get; init; } = [];

    /// <summary>The latest that were declared, the latest first.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>This node's configuration against that of the cluster's latest start.</summary>
    public IReadOnlyList<PolicyDifference> Differences { get; init; } = [];

    /// <summary>Alerts that are open already: what has lasted long enough once is not waited for anew by another node.</summary>
    public IReadOnlyList<OpenAlert> Open { get; init; } = [];

    /// <summary>Since when this process sees no worker that takes work; null = there is one.</summary>
    public DateTimeOffset? NoWorkerSince { get; init; }

    /// <summary>By key type without an active version, since when this process sees it.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> NoKeySince { get; init; } = new Dictionary<string, DateTimeOffset>();

    public KeyVersion? ActiveOf(string keyType) =>
        Versions.ActiveOf(keyType);

    public Rotation? RotationOf(string keyType) => Rotations.FirstOrDefault(rotation => rotation.KeyType == keyType);

    public OpenAlert? Find(string code, string subject) => Open.FirstOrDefault(open => open.Alert.Code == code && open.Alert.Subject == subject);

    public bool IsOpen(string code, string subject) => Find(code, subject) is not null;
}
