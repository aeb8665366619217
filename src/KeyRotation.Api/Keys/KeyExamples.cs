using KeyRotation.Api.Descriptions;
using KeyRotation.Keys;
using KeyRotation.Policies;

namespace KeyRotation.Api.Keys;

/// <summary>Key types as they may be answered.</summary>
internal static class KeyExamples
{
    public static KeyVersionDto Grace { get; } = new(
        Version: 7, KeyVersionState.Grace, "deactivated", AgeSeconds: 7_776_000, Examples.Opened.AddDays(-90), Examples.Opened.AddDays(-90), Examples.Opened.AddDays(30), CompromisedAt: null,
        SettlesAt: null, DisabledAt: null, RetiredAt: null, "file:1f3a", "a1b2c3d4e5f60718", References: 12, Examples.Later,
        [new TargetReferencesDto("oauth-tokens", References: 12, Unreadable: 0, Examples.Later)]);

    private static readonly KeyVersionDto Active = Grace with
    {
        Version = 8,
        State = KeyVersionState.Active,
        NistState = "active",
        AgeSeconds = 2700,
        CreatedAt = Examples.Started,
        ActivatedAt = Examples.Started,
        GraceEndsAt = null,
        CheckValue = "0718a1b2c3d4e5f6",
        References = 999_988,
        Targets = [new TargetReferencesDto("oauth-tokens", References: 999_988, Unreadable: 0, Examples.Later)],
    };

    public static KeyTypeDto KeyType { get; } = new(
        Examples.KeyType, RotationDays: 90, GraceDays: 30, KeyTypePriority.High, ProtectedData.Columns, ActiveVersion: 8, Examples.Started.AddDays(90), AgeRatio: 0.0003,
        Overdue: false, SeverelyOverdue: false, [Grace, Active]);
}
