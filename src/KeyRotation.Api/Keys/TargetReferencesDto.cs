using KeyRotation.Retirement;

namespace KeyRotation.Api.Keys;

/// <summary>Ciphertexts in one target that name a version, as the latest census counted them.</summary>
internal sealed record TargetReferencesDto(string Target, long References, long Unreadable, DateTimeOffset CountedAt)
{
    public static IReadOnlyList<TargetReferencesDto> Of(int version, Census? census) =>
        census is null ? [] : [.. census.Targets.Select(target => new TargetReferencesDto(target.Target, target.References.GetValueOrDefault(version), target.Unreadable, census.BegunAt))];
}
