using KeyRotation.Pauses;

namespace KeyRotation.Api.Scheduler;

/// <summary>A pause: who, why, since when, until when.</summary>
internal sealed record PauseDto(string Scope, string By, string Reason, DateTimeOffset Since, DateTimeOffset? Until)
{
    public static PauseDto Of(Pause pause) => new(pause.Scope, pause.By, pause.Reason, pause.Since, pause.Until);
}
