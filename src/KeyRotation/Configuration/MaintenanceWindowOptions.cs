namespace KeyRotation.Configuration;

/// <summary>When normal rotations may run, UTC.</summary>
public sealed class MaintenanceWindowOptions
{
    /// <summary>0 to 23. Default 2.</summary>
    public int StartHourUtc { get; set; } = 2;

    /// <summary>Hours, 1 to 24; may cross midnight; 24 = always open. Default 4.</summary>
    public int DurationHours { get; set; } = 4;
}
