using KeyRotation.Keys;
using KeyRotation.Retirement;

namespace KeyRotation.Api.Keys;

/// <summary>A version of a key: its life and what names it, never its material. References are null while nothing was counted.</summary>
internal sealed record KeyVersionDto(
    int Version, KeyVersionState State, string NistState, double? AgeSeconds, DateTimeOffset CreatedAt, DateTimeOffset? ActivatedAt, DateTimeOffset? GraceEndsAt, DateTimeOffset? CompromisedAt,
    DateTimeOffset? SettlesAt, DateTimeOffset? DisabledAt, DateTimeOffset? RetiredAt, string KekId, string CheckValue, long? References, DateTimeOffset? CountedAt, IReadOnlyList<TargetReferencesDto> Targets)
{
    public static KeyVersionDto Of(KeyVersion version, Census? census, DateTimeOffset now) => new(
        version.Version, version.State, NistNames.Of(version), version.ActivatedAt is { } activated ? Math.Round((now - activated).TotalSeconds) : null,
        version.CreatedAt, version.ActivatedAt, version.GraceEndsAt, version.CompromisedAt, version.SettlesAt, version.DisabledAt, version.RetiredAt, version.KekId, Convert.ToHexStringLower(version.CheckValue),
        census?.ReferencesTo(version.Version), census?.BegunAt, TargetReferencesDto.Of(version.Version, census));
}
