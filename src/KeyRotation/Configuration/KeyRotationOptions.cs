namespace KeyRotation.Configuration;

/// <summary>The <c>KeyRotation</c> section, as <c>docs/configuration.md</c> describes it.</summary>
public sealed class KeyRotationOptions
{
    public const string Section = "KeyRotation";

    public StoreOptions Store { get; set; } = new();

    public KeyEncryptionKeyOptions KeyEncryptionKey { get; set; } = new();

    public EscrowOptions Escrow { get; set; } = new();

    public SchedulerOptions Scheduler { get; set; } = new();

    /// <summary>What consumers of key rings are allowed.</summary>
    public ConsumerOptions Consumers { get; set; } = new();

    public ApiOptions Api { get; set; } = new();

    public ApprovalOptions Approvals { get; set; } = new();

    public MigrationOptions Migration { get; set; } = new();

    public RetirementOptions Retirement { get; set; } = new();

    /// <summary>By name: built-in key types are overridden, others are added.</summary>
    public Dictionary<string, KeyTypeOptions> KeyTypes { get; set; } = [];

    /// <summary>Who is told what; used by notifications.</summary>
    public Dictionary<string, string> Contacts { get; set; } = [];

    /// <summary>Within which time whom, by severity; used by notifications.</summary>
    public Dictionary<string, EscalationOptions> Escalation { get; set; } = [];

    /// <summary>Any Quartz setting, by its name in Quartz; wins over ours.</summary>
    public Dictionary<string, string> Quartz { get; set; } = [];
}
