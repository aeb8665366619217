namespace KeyRotation.Migration;

/// <summary>Questions to a kind.</summary>
public static class RangeKinds
{
    /// <summary>Its batches go back to the predecessor.</summary>
    public static bool IsOfRollback(RangeKind kind) => kind is RangeKind.RollBack or RangeKind.VerifyRollBack;

    /// <summary>Its batches sweep and verify behind another pass.</summary>
    public static bool IsSweep(RangeKind kind) => kind is RangeKind.Verify or RangeKind.VerifyRollBack;
}
