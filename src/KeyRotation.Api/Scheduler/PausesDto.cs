namespace KeyRotation.Api.Scheduler;

/// <summary>The pauses that there would be.</summary>
internal sealed record PausesDto(IReadOnlyList<PauseDto> Paused);
