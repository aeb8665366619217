using Quartz;

namespace KeyRotation.Jobs;

/// <summary>The names by which Quartz, and people who look into its tables, know our jobs and triggers.</summary>
internal static class JobKeys
{
    public const string KeyTypeData = "key_type";

    public const string RotationData = "rotation_id";

    public const string Rotations = "rotation";

    private const string Migrations = "migration";
    private const string Duties = "duty";
    private const string RotatePrefix = "rotate.";

    public static JobKey Rotate(string keyType) => new($"{RotatePrefix}{keyType}", Rotations);

    /// <summary>The key type that the job is named after; null where it rotates none.</summary>
    public static string? KeyTypeOf(JobKey job) =>
        job.Group == Rotations && job.Name.StartsWith(RotatePrefix, StringComparison.Ordinal) ? job.Name[RotatePrefix.Length..] : null;

    /// <summary>The key type in a job's data; null where there is none.</summary>
    public static string? KeyTypeIn(JobDataMap data) => data.TryGetString(KeyTypeData, out var keyType) && keyType is { Length: > 0 } ? keyType : null;

    public static TriggerKey Window(string keyType) => new($"window.{keyType}", Rotations);

    public static TriggerKey Again(string keyType) => new($"again.{keyType}", Rotations);

    /// <summary>The job that takes part in rotations that other nodes have in hand.</summary>
    public static JobKey Migrate { get; } = new("migrate", Migrations);

    public static TriggerKey Share(string instance) => new($"share.{instance}", Migrations);

    /// <summary>The job that goes on with rotations that nobody works on.</summary>
    public static JobKey TakeOver { get; } = new("take-over", Duties);

    public static TriggerKey TakeOverOf(string keyType) => new($"take-over.{keyType}", Duties);

    public static JobKey Assess { get; } = new("assess", Duties);

    public static JobKey Retire { get; } = new("retire", Duties);

    public static TriggerKey RetireDaily { get; } = new("retire.window", Duties);

    public static TriggerKey AssessHourly { get; } = new("assess.interval", Duties);

    public static TriggerKey AssessAtStart(string instance) => new($"assess.start.{instance}", Duties);
}
