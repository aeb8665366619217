namespace KeyRotation.Rotations;

/// <summary>The name of the claim that a key type's rotation is worked on under.</summary>
public static class RotationClaim
{
    public static string Of(string keyType) => $"rotation:{keyType}";
}
