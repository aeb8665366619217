namespace KeyRotation.Incidents;

/// <summary>Rung by whoever declares an emergency in this process; nobody waits for the answer.</summary>
public sealed class IncidentBell
{
    public event Action? Rung;

    public void Ring() => Rung?.Invoke();
}
