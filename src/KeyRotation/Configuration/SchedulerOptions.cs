namespace KeyRotation.Configuration;

/// <summary>When rotations run.</summary>
public sealed class SchedulerOptions
{
    /// <summary>False: no detection, no routine trigger fires; requests and emergencies work. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Minutes between two assessments. Default 60, range 1 to 1440.</summary>
    public int CheckIntervalMinutes { get; set; } = 60;

    /// <summary>Rotations at work at once in the whole cluster. Default 2, range 1 to 64.</summary>
    public int MaxConcurrentRotations { get; set; } = 2;

    /// <summary>Days that detection leaves a key type alone after a rollback. Default 7, range 0 (not at all) to 365.</summary>
    public int RollbackHoldDays { get; set; } = Rotations.RollbackHold.DefaultDays;

    public MaintenanceWindowOptions MaintenanceWindow { get; set; } = new();

    /// <summary>Addresses that alerts go to. Default: none.</summary>
    public List<string> NotificationEmails { get; set; } = [];

    /// <summary>Who is told of emergencies as well. Default: nobody.</summary>
    public string? EmergencyContact { get; set; }
}
