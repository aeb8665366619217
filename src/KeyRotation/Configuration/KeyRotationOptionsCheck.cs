using System.Globalization;
using KeyRotation.Approvals;

namespace KeyRotation.Configuration;

/// <summary>Checks a whole configuration and reports every failure at once, each with the setting, its value and the way out. Pure.</summary>
public static class KeyRotationOptionsCheck
{
    internal static readonly string[] Providers = ["sqlserver", "postgresql", "sqlite"];

    /// <param name="options">As they were bound, defaults included.</param>
    /// <param name="nameOf">
    /// From a setting's path (<c>KeyRotation:Store:Provider</c>) to the name that the user wrote it by, an environment variable's
    /// for example; null = the path.
    /// </param>
    /// <returns>Empty when the configuration is valid.</returns>
    public static IReadOnlyList<string> Problems(KeyRotationOptions options, Func<string, string>? nameOf = null)
    {
        var problems = new SettingProblems(nameOf ?? (path => path));
        CheckStore(options.Store, problems);
        CheckCustody(options, problems);
        CheckScheduler(options.Scheduler, problems);
        problems.Range("Migration:BatchSize", options.Migration.BatchSize, 1, 100_000);
        problems.Range("Retirement:SoftDisableDays", options.Retirement.SoftDisableDays, 1, 365);
        problems.Range("Retirement:CompromisedSoftDisableDays", options.Retirement.CompromisedSoftDisableDays, 1, 365);
        problems.Range("Retirement:MaxWriteLagHours", options.Retirement.MaxWriteLagHours, 1, 168);
        problems.Range("Migration:RowsPerRange", options.Migration.RowsPerRange, 1000, 100_000_000);
        problems.Range("Migration:RangesPerNode", options.Migration.RangesPerNode, 1, 32);
        problems.Range("Consumers:MaxOfflineHours", options.Consumers.MaxOfflineHours, 1, ConsumerOptions.MostOfflineHours);
        if (options.Consumers.PropagationBoundMinutes is not (> 0 and <= 1440))
            problems.Add("Consumers:PropagationBoundMinutes", string.Create(CultureInfo.InvariantCulture, $"is {options.Consumers.PropagationBoundMinutes}; expected more than 0, at most 1440."));
        CheckApprovals(options.Approvals, problems);
        ApiCheck.Check(options.Api, problems);
        KeyTypesCheck.Check(options, problems);
        ContactsCheck.Check(options, problems);
        return problems.All;
    }

    private static void CheckStore(StoreOptions store, SettingProblems problems)
    {
        problems.OneOf("Store:Provider", store.Provider, Providers);
        problems.Given("Store:ConnectionString", store.ConnectionString, "the connection string of the control store; KeyRotation__Store__ConnectionString_FILE reads it from a file");
        problems.Range("Store:ClaimSeconds", store.ClaimSeconds, 3, 600);
        problems.Range("Store:CommandTimeoutSeconds", store.CommandTimeoutSeconds, 1, 300);
        problems.Range("Store:ConsumerLeaseSeconds", store.ConsumerLeaseSeconds, 3, 3600);
        if (store.CommandTimeoutSeconds >= store.ClaimSeconds)
            problems.Add("Store:CommandTimeoutSeconds", string.Create(CultureInfo.InvariantCulture, $"is {store.CommandTimeoutSeconds}; expected less than ClaimSeconds ({store.ClaimSeconds}), or a statement could outlive the claim that it runs under."));
    }

    private static void CheckCustody(KeyRotationOptions options, SettingProblems problems)
    {
        problems.OneOf("KeyEncryptionKey:Provider", options.KeyEncryptionKey.Provider, ["file"]);
        problems.Given("KeyEncryptionKey:Path", options.KeyEncryptionKey.Path, "a file of 32 random bytes that only its owner can read; create one with `head -c 32 /dev/urandom > FILE; chmod 600 FILE`");
        problems.OneOf("Escrow:Provider", options.Escrow.Provider, ["directory"]);
        problems.Given("Escrow:Path", options.Escrow.Path, "a folder for the escrow copies of wrapped keys, the same for every node");
    }

    private static void CheckApprovals(ApprovalOptions approvals, SettingProblems problems)
    {
        var known = Enum.GetValues<ApprovalAction>().Select(action => action.ToSnakeCase()).ToArray();
        foreach (var unknown in approvals.Required.Except(known))
            problems.Add("Approvals:Required", $"has '{unknown}'; expected some of {string.Join(", ", known)}.");
        problems.Range("Approvals:WithinMinutes", approvals.WithinMinutes, 1, 10_080);
    }

    private static void CheckScheduler(SchedulerOptions scheduler, SettingProblems problems)
    {
        problems.Range("Scheduler:CheckIntervalMinutes", scheduler.CheckIntervalMinutes, 1, 1440);
        problems.Range("Scheduler:MaxConcurrentRotations", scheduler.MaxConcurrentRotations, 1, 64);
        problems.Range("Scheduler:RollbackHoldDays", scheduler.RollbackHoldDays, 0, 365);
        problems.Range("Scheduler:MaintenanceWindow:StartHourUtc", scheduler.MaintenanceWindow.StartHourUtc, 0, 23);
        problems.Range("Scheduler:MaintenanceWindow:DurationHours", scheduler.MaintenanceWindow.DurationHours, 1, 24);
    }
}
