using KeyRotation.Policies;

namespace KeyRotation.Rotations;

/// <summary>The policies and the gate of this configuration.</summary>
public sealed class RotationRules(KeyTypePolicies policies, MaintenanceWindow window, bool isEnabled)
{
    public KeyTypePolicies Policies => policies;

    public bool IsEnabled => isEnabled;

    public RotationHold? HoldOf(Rotation rotation, DateTimeOffset now) => RotationGate.HoldOf(rotation, window, isEnabled, now);
}
