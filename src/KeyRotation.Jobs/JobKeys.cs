using Quartz;

namespace KeyRotation.Jobs;

/// <summary>The names by which Quartz, and people who look into its tables, know our jobs and triggers.</summary>
internal static class JobKeys
{
    public const string KeyTypeData = "key_type";

    private const string Rotations = "rotation";
    private const string Duties = "duty";

    public static JobKey Rotate(string keyType) => new($"rotate.{keyType}", Rotations);

    public static TriggerKey Window(string keyType) => new($"window.{keyType}", Rotations);

    public static TriggerKey Again(string keyType) => new($"again.{keyType}", Rotations);

    public static JobKey Assess { get; } = new("assess", Duties);

    public static TriggerKey AssessHourly { get; } = new("assess.interval", Duties);

    public static TriggerKey AssessAtStart(string instance) => new($"assess.start.{instance}", Duties);
}
