using System.Text.RegularExpressions;
using KeyRotation.Policies;

namespace KeyRotation.Configuration;

/// <summary>Checks a whole configuration and reports every failure at once, each with the setting, its value and the way out. Pure.</summary>
public static partial class KeyRotationOptionsCheck
{
    private static readonly string[] Providers = ["sqlserver", "postgresql", "sqlite"];
    private static readonly string[] Priorities = ["high", "medium", "low"];
    private static readonly string[] Encodings = ["binary", "text"];

    public static IReadOnlyList<string> Problems(KeyRotationOptions options)
    {
        var problems = new List<string>();
        CheckStore(options.Store, problems);
        CheckCustody(options, problems);
        CheckScheduler(options.Scheduler, problems);
        Range(problems, "Migration:BatchSize", options.Migration.BatchSize, 1, 100_000);
        foreach (var (name, keyType) in options.KeyTypes)
            CheckKeyType(name, keyType, problems);
        CheckTargetNames(options, problems);
        return problems;
    }

    private static void CheckStore(StoreOptions store, List<string> problems)
    {
        OneOf(problems, "Store:Provider", store.Provider, Providers);
        Given(problems, "Store:ConnectionString", store.ConnectionString, "the connection string of the control store; KeyRotation__Store__ConnectionString_FILE reads it from a file");
        Range(problems, "Store:ClaimSeconds", store.ClaimSeconds, 3, 600);
        Range(problems, "Store:CommandTimeoutSeconds", store.CommandTimeoutSeconds, 1, 300);
        Range(problems, "Store:ConsumerLeaseSeconds", store.ConsumerLeaseSeconds, 3, 3600);
        if (store.CommandTimeoutSeconds >= store.ClaimSeconds)
            problems.Add($"KeyRotation:Store:CommandTimeoutSeconds is {store.CommandTimeoutSeconds}; expected less than ClaimSeconds ({store.ClaimSeconds}), or a statement could outlive the claim that it runs under.");
    }

    private static void CheckCustody(KeyRotationOptions options, List<string> problems)
    {
        OneOf(problems, "KeyEncryptionKey:Provider", options.KeyEncryptionKey.Provider, ["file"]);
        Given(problems, "KeyEncryptionKey:Path", options.KeyEncryptionKey.Path, "a file of 32 random bytes that only its owner can read; create one with `head -c 32 /dev/urandom > FILE; chmod 600 FILE`");
        OneOf(problems, "Escrow:Provider", options.Escrow.Provider, ["directory"]);
        Given(problems, "Escrow:Path", options.Escrow.Path, "a folder for the escrow copies of wrapped keys, the same for every node");
    }

    private static void CheckScheduler(SchedulerOptions scheduler, List<string> problems)
    {
        Range(problems, "Scheduler:CheckIntervalMinutes", scheduler.CheckIntervalMinutes, 1, 1440);
        Range(problems, "Scheduler:MaxConcurrentRotations", scheduler.MaxConcurrentRotations, 1, 64);
        Range(problems, "Scheduler:MaintenanceWindow:StartHourUtc", scheduler.MaintenanceWindow.StartHourUtc, 0, 23);
        Range(problems, "Scheduler:MaintenanceWindow:DurationHours", scheduler.MaintenanceWindow.DurationHours, 1, 24);
    }

    private static void CheckKeyType(string name, KeyTypeOptions keyType, List<string> problems)
    {
        var setting = $"KeyTypes:{name}";
        var builtIn = BuiltInKeyTypes.All.FirstOrDefault(policy => policy.Name == name);
        if (!KeyTypeName().IsMatch(name))
            problems.Add($"KeyRotation:{setting} is no name of a key type. Expected a lower-case letter, then lower-case letters, digits and underscores, 2 to 63 characters.");
        if (builtIn is null && keyType.RotationDays is null)
            problems.Add($"KeyRotation:{setting}:RotationDays is missing; a key type that is not built in needs it. Built in: {string.Join(", ", BuiltInKeyTypes.All.Select(policy => policy.Name))}.");
        if (builtIn is null && keyType.GraceDays is null)
            problems.Add($"KeyRotation:{setting}:GraceDays is missing; a key type that is not built in needs it.");
        if (keyType.RotationDays is { } rotationDays)
            Range(problems, $"{setting}:RotationDays", rotationDays, 1, 3650);
        if (keyType.GraceDays is { } graceDays)
            Range(problems, $"{setting}:GraceDays", graceDays, 0, 3650);
        if (keyType.Priority is { } priority)
            OneOf(problems, $"{setting}:Priority", priority, Priorities);
        if (keyType.KeyId is { } keyId && builtIn is not null)
            problems.Add($"KeyRotation:{setting}:KeyId is {keyId}; the built-in key type always has {builtIn.KeyId}. Leave it out.");
        else if (keyType.KeyId is { } ownId)
            Range(problems, $"{setting}:KeyId", ownId, 1000, int.MaxValue);
        for (var index = 0; index < keyType.Targets.Count; index++)
            CheckTarget($"{setting}:Targets:{index}", keyType.Targets[index], problems);
    }

    private static void CheckTarget(string setting, TargetOptions target, List<string> problems)
    {
        Given(problems, $"{setting}:Name", target.Name, "a name that never changes: it is bound into every ciphertext");
        Given(problems, $"{setting}:Table", target.Table, "the table, with its schema");
        if (target.Provider is { } provider)
            OneOf(problems, $"{setting}:Provider", provider, Providers);
        if (target.Provider is null != target.ConnectionString is null)
            problems.Add($"KeyRotation:{setting} has {(target.Provider is null ? "a ConnectionString without a Provider" : "a Provider without a ConnectionString")}. Give both, or neither for the store's database.");
        if (target.KeyColumns.Count == 0)
            problems.Add($"KeyRotation:{setting}:KeyColumns is empty. Name the columns of the primary key.");
        if (target.Columns.Count == 0)
            problems.Add($"KeyRotation:{setting}:Columns is empty. Name the columns that hold ciphertext.");
        for (var index = 0; index < target.Columns.Count; index++)
        {
            Given(problems, $"{setting}:Columns:{index}:Name", target.Columns[index].Name, "the name of a column");
            OneOf(problems, $"{setting}:Columns:{index}:Encoding", target.Columns[index].Encoding, Encodings);
        }
        foreach (var duplicate in target.Columns.GroupBy(column => column.Name).Where(group => group.Count() > 1))
            problems.Add($"KeyRotation:{setting}:Columns names {duplicate.Key} {duplicate.Count()} times.");
        foreach (var context in target.ContextColumns.Where(context => ContextColumnSetting.Parse(context) is null))
            problems.Add($"KeyRotation:{setting}:ContextColumns has '{context}'; expected a column, or column:type with one of {string.Join(", ", ContextColumnSetting.TypeNames)}.");
    }

    private static void CheckTargetNames(KeyRotationOptions options, List<string> problems)
    {
        var names = options.KeyTypes.SelectMany(keyType => keyType.Value.Targets.Select(target => (KeyType: keyType.Key, target.Name))).Where(target => target.Name.Length > 0);
        foreach (var duplicate in names.GroupBy(target => target.Name).Where(group => group.Count() > 1))
            problems.Add($"Target name {duplicate.Key} is used {duplicate.Count()} times (key types {string.Join(", ", duplicate.Select(target => target.KeyType).Distinct())}). A target has one key type and one name.");
    }

    private static void Range(List<string> problems, string setting, int value, int least, int most)
    {
        if (value < least || value > most)
            problems.Add($"KeyRotation:{setting} is {value}; expected {least} to {most}.");
    }

    private static void OneOf(List<string> problems, string setting, string value, string[] known)
    {
        if (!known.Contains(value))
            problems.Add($"KeyRotation:{setting} is '{value}'; expected {(known.Length == 1 ? known[0] : $"one of {string.Join(", ", known)}")}.");
    }

    private static void Given(List<string> problems, string setting, string value, string what)
    {
        if (string.IsNullOrWhiteSpace(value))
            problems.Add($"KeyRotation:{setting} is missing; expected {what}.");
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{1,62}$")]
    private static partial Regex KeyTypeName();
}
