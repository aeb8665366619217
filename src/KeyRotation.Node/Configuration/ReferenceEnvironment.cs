using System.Text.RegularExpressions;
using KeyRotation.Configuration;
using KeyRotation.Policies;
using Microsoft.Extensions.Configuration;

namespace KeyRotation.Node.Configuration;

/// <summary>
/// The short environment variables (<c>KEY_ROTATION_ENABLED</c>, <c>TOKEN_ENCRYPTION_ROTATION_DAYS</c> ...), mapped onto the
/// <c>KeyRotation</c> section. <c>NAME_FILE</c> reads a value from a file; a comment behind a value is not part of it.
/// </summary>
internal sealed partial class ReferenceEnvironment(IReadOnlyDictionary<string, string> environment) : ConfigurationProvider, IConfigurationSource
{
    private const string Prefix = "KEY_ROTATION_";
    private const string FileSuffix = "_FILE";

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["KEY_ROTATION_ENABLED"] = "Scheduler:Enabled",
        ["KEY_ROTATION_CHECK_INTERVAL"] = "Scheduler:CheckIntervalMinutes",
        ["KEY_ROTATION_MAX_CONCURRENT"] = "Scheduler:MaxConcurrentRotations",
        ["KEY_ROTATION_MAINTENANCE_START"] = "Scheduler:MaintenanceWindow:StartHourUtc",
        ["KEY_ROTATION_MAINTENANCE_DURATION"] = "Scheduler:MaintenanceWindow:DurationHours",
        ["KEY_ROTATION_ALERTS_EMAIL"] = "Scheduler:NotificationEmails:0",
        ["KEY_ROTATION_EMERGENCY_CONTACT"] = "Scheduler:EmergencyContact",
    };

    public static IReadOnlyCollection<string> Names => Settings.Keys;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <exception cref="ConfigurationProblemException">Names that are not known, and files that cannot be read; all at once.</exception>
    public override void Load()
    {
        var problems = new List<string>();
        foreach (var (name, value) in environment)
        {
            var setting = SettingOf(name);
            if (setting is not null)
                Data[$"{KeyRotationOptions.Section}:{setting}"] = StripComment(value);
            else if (name.EndsWith(FileSuffix, StringComparison.Ordinal) && SettingOrSectionOf(name[..^FileSuffix.Length]) is { } fromFile)
                Data[$"{KeyRotationOptions.Section}:{fromFile}"] = ReadFile(name, value, problems);
            else if (name.StartsWith(Prefix, StringComparison.Ordinal))
                problems.Add($"The environment variable {name} is not known. Did you mean {Nearest(name)}? Known: {string.Join(", ", Settings.Keys)}.");
        }
        if (problems.Count > 0)
            throw new ConfigurationProblemException(problems);
    }

    private static string? SettingOf(string name)
    {
        if (Settings.TryGetValue(name, out var setting))
            return setting;
        foreach (var keyType in BuiltInKeyTypes.All.Select(policy => policy.Name))
        {
            var upper = keyType.ToUpperInvariant();
            if (name == $"{upper}_ROTATION_DAYS")
                return $"KeyTypes:{keyType}:RotationDays";
            if (name == $"{upper}_GRACE_DAYS")
                return $"KeyTypes:{keyType}:GraceDays";
        }
        return null;
    }

    private static string? SettingOrSectionOf(string name) =>
        SettingOf(name) ?? (name.StartsWith("KeyRotation__", StringComparison.Ordinal) ? name["KeyRotation__".Length..].Replace("__", ":", StringComparison.Ordinal) : null);

    private static string? ReadFile(string name, string path, List<string> problems)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add($"{name} names the file '{path}', which cannot be read: {unreadable.Message}");
            return null;
        }
    }

    private static string StripComment(string value) => Comment().Replace(value, "").Trim();

    private static string Nearest(string name) => Settings.Keys.MinBy(known => EditDistance.Between(known, name))!;

    [GeneratedRegex(@"\s+#.*$")]
    private static partial Regex Comment();
}
