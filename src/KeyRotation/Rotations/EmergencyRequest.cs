namespace KeyRotation.Rotations;

/// <summary>What somebody asks for in an emergency.</summary>
/// <param name="KeyType">The key type.</param>
/// <param name="Trigger">Why; any trigger that is named to the emergency endpoint is run as an emergency.</param>
/// <param name="Reason">For people.</param>
/// <param name="Compromised">The active version is marked compromised.</param>
/// <param name="By">A user.</param>
public sealed record EmergencyRequest(string KeyType, RotationTrigger Trigger, string Reason, bool Compromised, string By)
{
    /// <summary>The version that was active when it was asked for: by the time that it is carried out, another one may be.</summary>
    public int? ActiveVersion { get; init; }

    /// <summary>The id of its incident, so that a request carried out twice opens one emergency; null = a new one.</summary>
    public Guid? Id { get; init; }
}
