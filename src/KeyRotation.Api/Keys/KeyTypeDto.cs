using KeyRotation.Keys;
using KeyRotation.Policies;
using KeyRotation.Retirement;

namespace KeyRotation.Api.Keys;

/// <summary>A key type with its versions; never material.</summary>
internal sealed record KeyTypeDto(
    string KeyType, int RotationDays, int GraceDays, KeyTypePriority Priority, ProtectedData Protects, int? ActiveVersion, DateTimeOffset? DueAt, double? AgeRatio,
    bool Overdue, bool SeverelyOverdue, IReadOnlyList<KeyVersionDto> Versions)
{
    public static KeyTypeDto Of(KeyTypePolicy policy, IReadOnlyList<KeyVersion> versions, Census? census, DateTimeOffset now)
    {
        var active = versions.ActiveOf(policy.Name);
        var age = active is null ? (KeyAge?)null : KeyAge.Of(active, policy, now);
        return new KeyTypeDto(
            policy.Name, (int)policy.RotationInterval.TotalDays, (int)policy.GracePeriod.TotalDays, policy.Priority, policy.Protects, active?.Version,
            active is null ? null : (active.ActivatedAt ?? active.CreatedAt) + policy.RotationInterval, age is { } of ? Math.Round(of.Ratio, 4) : null,
            age?.IsDue ?? true, age?.IsSeverelyOverdue ?? false, [.. versions.Select(version => KeyVersionDto.Of(version, census, now))]);
    }
}
