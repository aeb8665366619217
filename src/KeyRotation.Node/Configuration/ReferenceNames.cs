using KeyRotation.Configuration;
using KeyRotation.Policies;

namespace KeyRotation.Node.Configuration;

/// <summary>The short environment variables, and the settings of the <c>KeyRotation</c> section that they stand for.</summary>
internal sealed class ReferenceNames
{
    public const string Emails = "KEY_ROTATION_ALERTS_EMAIL";
    public const string Prefix = "KEY_ROTATION_";

    /// <summary>Two letters: a variable of somebody else's is further away, a slip of the finger is not.</summary>
    private const int SlipOfTheFinger = 2;

    private static readonly Dictionary<string, string> Fixed = new()
    {
        ["KEY_ROTATION_ENABLED"] = "Scheduler:Enabled",
        ["KEY_ROTATION_CHECK_INTERVAL"] = "Scheduler:CheckIntervalMinutes",
        ["KEY_ROTATION_MAX_CONCURRENT"] = "Scheduler:MaxConcurrentRotations",
        ["KEY_ROTATION_MAINTENANCE_START"] = "Scheduler:MaintenanceWindow:StartHourUtc",
        ["KEY_ROTATION_MAINTENANCE_DURATION"] = "Scheduler:MaintenanceWindow:DurationHours",
        [Emails] = "Scheduler:NotificationEmails",
        ["KEY_ROTATION_EMERGENCY_CONTACT"] = "Scheduler:EmergencyContact",
    };

    private readonly Dictionary<string, string> _settings = new(Fixed);

    /// <param name="keyTypes">Configured key types; the built-in ones are always known.</param>
    public ReferenceNames(IEnumerable<string> keyTypes)
    {
        foreach (var keyType in BuiltInKeyTypes.All.Select(policy => policy.Name).Concat(keyTypes))
        {
            _settings[$"{keyType.ToUpperInvariant()}_ROTATION_DAYS"] = $"KeyTypes:{keyType}:RotationDays";
            _settings[$"{keyType.ToUpperInvariant()}_GRACE_DAYS"] = $"KeyTypes:{keyType}:GraceDays";
        }
    }

    public static IReadOnlyCollection<string> FixedNames => Fixed.Keys;

    /// <summary>The setting's path inside the section; null when the variable is none of ours.</summary>
    public string? SettingOf(string name) => _settings.GetValueOrDefault(name);

    /// <summary>
    /// The name that was most likely meant by one that is not known; null when it is somebody else's variable. A mistyped
    /// <c>TOKEN_ENCRYPTION_ROTATION_DAYS</c> would leave the key on its default without a word.
    /// </summary>
    public string? Meant(string unknown)
    {
        var nearest = NearestName.Of(unknown, _settings.Keys);
        var isOurs = unknown.StartsWith(Prefix, StringComparison.Ordinal)
            || ((unknown.EndsWith("_DAYS", StringComparison.Ordinal) || nearest.EndsWith("_DAYS", StringComparison.Ordinal)) && EditDistance.Between(unknown, nearest) <= SlipOfTheFinger);
        return isOurs ? nearest : null;
    }
}
