namespace KeyRotation.Retirement;

/// <summary>The name of the claim that a key type's versions are disabled and retired under.</summary>
public static class RetirementClaim
{
    public static string Of(string keyType) => $"retirement:{keyType}";
}
