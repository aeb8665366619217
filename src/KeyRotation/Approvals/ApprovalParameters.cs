namespace KeyRotation.Approvals;

/// <summary>The names of what commands are given, and of what they set off: those of the API's fields.</summary>
public static class ApprovalParameters
{
    public const string KeyType = "key_type";
    public const string Trigger = "trigger";
    public const string Reason = "reason";
    public const string Compromised = "compromised";
    public const string PauseRoutine = "pause_routine";
    public const string RotationId = "rotation_id";
    public const string IncidentId = "incident_id";
}
