using System.Globalization;
using System.Text.RegularExpressions;
using KeyRotation.Policies;

namespace KeyRotation.Configuration;

/// <summary>Checks the key types of a configuration.</summary>
internal static partial class KeyTypesCheck
{
    private const int TenYears = 3650;

    private static readonly string[] Priorities = ["high", "medium", "low"];
    private static readonly string[] Protects = ["columns", "files", "sessions", "signatures"];

    public static void Check(KeyRotationOptions options, SettingProblems problems)
    {
        foreach (var (name, keyType) in options.KeyTypes)
            CheckKeyType(name, keyType, problems);
        CheckKeyIds(options, problems);
        CheckGracePeriods(options, problems);
        CheckTargetNames(options, problems);
        RotateAfterCheck.Check(options, problems);
    }

    private static void CheckKeyType(string name, KeyTypeOptions keyType, SettingProblems problems)
    {
        var setting = $"KeyTypes:{name}";
        if (!KeyTypeName().IsMatch(name))
            problems.Add(setting, "is no name of a key type. Expected a lower-case letter, then lower-case letters, digits and underscores, 2 to 63 characters.");
        if (BuiltInKeyTypes.Find(name) is { } builtIn)
            CheckBuiltIn(setting, builtIn, keyType, problems);
        else
            CheckOwn(setting, keyType, problems);
        if (keyType.RotationDays is { } rotationDays)
            problems.Range($"{setting}:RotationDays", rotationDays, 1, TenYears);
        if (keyType.GraceDays is { } graceDays)
            problems.Range($"{setting}:GraceDays", graceDays, 0, TenYears);
        if (keyType.Priority is { } priority)
            problems.OneOf($"{setting}:Priority", priority, Priorities);
        if (keyType.Targets.Count > 0 && (BuiltInKeyTypes.Find(name)?.Protects == ProtectedData.Signatures || keyType.Protects == "signatures"))
            problems.Add($"{setting}:Targets", $"has {keyType.Targets.Count}; {name} signs and encrypts nothing, so it has no targets. Put them under a key type that encrypts.");
        for (var index = 0; index < keyType.Targets.Count; index++)
            TargetCheck.Check($"{setting}:Targets:{index}", keyType.Targets[index], problems);
    }

    private static void CheckBuiltIn(string setting, KeyTypePolicy builtIn, KeyTypeOptions keyType, SettingProblems problems)
    {
        if (keyType.KeyId is { } keyId)
            problems.Add($"{setting}:KeyId", $"is {keyId}; the built-in key type always has {builtIn.KeyId}. Leave it out.");
        if (keyType.Protects is { } protects)
            problems.Add($"{setting}:Protects", $"is '{protects}'; what a built-in key type protects is fixed. Leave it out.");
    }

    private static void CheckOwn(string setting, KeyTypeOptions keyType, SettingProblems problems)
    {
        if (keyType.RotationDays is null)
            problems.Add($"{setting}:RotationDays", $"is missing; a key type that is not built in needs it. Built in: {string.Join(", ", BuiltInKeyTypes.All.Select(policy => policy.Name))}.");
        if (keyType.GraceDays is null)
            problems.Add($"{setting}:GraceDays", "is missing; a key type that is not built in needs it.");
        if (keyType.KeyId is { } keyId)
            problems.Range($"{setting}:KeyId", keyId, 1000, int.MaxValue);
        if (keyType.Protects is { } protects)
            problems.OneOf($"{setting}:Protects", protects, Protects);
    }

    private static void CheckKeyIds(KeyRotationOptions options, SettingProblems problems)
    {
        var ids = options.KeyTypes.Where(keyType => keyType.Value.KeyId >= 1000).GroupBy(keyType => keyType.Value.KeyId);
        foreach (var duplicate in ids.Where(group => group.Count() > 1))
            problems.AddGeneral($"KeyId {duplicate.Key} is used by {string.Join(" and ", duplicate.Select(keyType => $"KeyRotation:KeyTypes:{keyType.Key}"))}. It stands in every ciphertext and names one key type.");
    }

    /// <summary>
    /// A consumer that is cut off goes on encrypting for so long; a shorter grace period would leave data that nothing may open.
    /// </summary>
    private static void CheckGracePeriods(KeyRotationOptions options, SettingProblems problems)
    {
        var offline = options.Consumers.MaxOfflineHours;
        if (offline is < 1 or > ConsumerOptions.MostOfflineHours)
            return;
        var configured = options.KeyTypes.Where(keyType => keyType.Value.GraceDays is >= 0).Select(keyType => (Name: keyType.Key, Days: keyType.Value.GraceDays!.Value));
        var builtIn = BuiltInKeyTypes.All.Where(policy => !options.KeyTypes.TryGetValue(policy.Name, out var own) || own.GraceDays is null).Select(policy => (policy.Name, Days: (int)policy.GracePeriod.TotalDays));
        foreach (var (name, days) in configured.Concat(builtIn).Where(keyType => keyType.Days * 24L <= offline))
            problems.Add($"KeyTypes:{name}:GraceDays", string.Create(CultureInfo.InvariantCulture, $"is {days} ({days * 24L} hours); expected more than Consumers:MaxOfflineHours ({offline}). Lengthen the grace period, or let consumers encrypt offline for less."));
    }

    private static void CheckTargetNames(KeyRotationOptions options, SettingProblems problems)
    {
        var names = options.KeyTypes.SelectMany(keyType => keyType.Value.Targets.Select(target => (KeyType: keyType.Key, target.Name))).Where(target => target.Name.Length > 0);
        foreach (var duplicate in names.GroupBy(target => target.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            problems.AddGeneral($"Target name {duplicate.Key} is used {duplicate.Count()} times (key types {string.Join(", ", duplicate.Select(target => target.KeyType).Distinct())}). A target has one key type and one name; names that differ in case only are one to some databases.");
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]{1,62}\z")]
    private static partial Regex KeyTypeName();
}
