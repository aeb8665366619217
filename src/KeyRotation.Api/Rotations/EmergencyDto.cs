using KeyRotation.Rotations;

namespace KeyRotation.Api.Rotations;

/// <summary>What an emergency set off.</summary>
internal sealed record EmergencyDto(string RotationId, bool Raised, string? Superseded, int? CompromisedVersion, bool RoutinePaused, string IncidentId)
{
    public static EmergencyDto Of(EmergencyOpened opened, bool routinePaused) =>
        new(opened.Id.ToString(), opened.Raised, opened.Superseded?.ToString(), opened.CompromisedVersion, routinePaused, opened.IncidentId.ToString("D"));
}
