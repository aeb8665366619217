namespace KeyRotation.Rotations;

/// <summary>What became of a request for an emergency.</summary>
/// <param name="Id">The rotation that answers it.</param>
/// <param name="Raised">An open rotation was raised to it; else a new one was opened.</param>
/// <param name="Superseded">The rotation that was ended for it; null when none was.</param>
/// <param name="CompromisedVersion">The version that is marked compromised now; null when none is.</param>
/// <param name="IncidentId">The incident that was opened with it.</param>
public sealed record EmergencyOpened(RotationId Id, bool Raised, RotationId? Superseded, int? CompromisedVersion, Guid IncidentId);
