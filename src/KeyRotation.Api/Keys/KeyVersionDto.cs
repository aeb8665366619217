using KeyRotation.Keys;

namespace KeyRotation.Api.Keys;

/// <summary>A version of a key: its life, never its material.</summary>
internal sealed record KeyVersionDto(
    int Version, KeyVersionState State, string NistState, double? AgeSeconds, DateTimeOffset CreatedAt, DateTimeOffset? ActivatedAt, DateTimeOffset? GraceEndsAt, DateTimeOffset? CompromisedAt,
    string KekId, string CheckValue)
{
    public static KeyVersionDto Of(KeyVersion version, DateTimeOffset now) => new(
        version.Version, version.State, NistNames.Of(version), version.ActivatedAt is { } activated ? Math.Round((now - activated).TotalSeconds) : null,
        version.CreatedAt, version.ActivatedAt, version.GraceEndsAt, version.CompromisedAt, version.KekId, Convert.ToHexStringLower(version.CheckValue));
}
