namespace KeyRotation.Status;

/// <summary>How the whole of it is, in one word.</summary>
public enum HealthState
{
    Healthy,

    /// <summary>Somebody should look: an alert is open that is not critical, or everything routine is paused.</summary>
    Degraded,

    /// <summary>Nothing rotates, or a critical alert is open.</summary>
    Unhealthy,
}
