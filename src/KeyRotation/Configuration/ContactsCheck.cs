namespace KeyRotation.Configuration;

/// <summary>Checks who is told what: an address or a name that leads nowhere is found before the night it is needed.</summary>
internal static class ContactsCheck
{
    private const int MinutesOfAWeek = 7 * 24 * 60;

    private static readonly string[] Severities = ["critical", "high", "medium", "low"];

    public static void Check(KeyRotationOptions options, SettingProblems problems)
    {
        for (var index = 0; index < options.Scheduler.NotificationEmails.Count; index++)
            CheckAddress($"Scheduler:NotificationEmails:{index}", options.Scheduler.NotificationEmails[index], problems);
        foreach (var (severity, escalation) in options.Escalation)
            CheckEscalation(severity, escalation, options.Contacts, problems);
    }

    private static void CheckEscalation(string severity, EscalationOptions escalation, Dictionary<string, string> contacts, SettingProblems problems)
    {
        var setting = $"Escalation:{severity}";
        if (!Severities.Contains(severity))
            problems.Add(setting, $"is no severity. {NearestName.Suggestion(severity, Severities)}");
        problems.Range($"{setting}:WithinMinutes", escalation.WithinMinutes, 1, MinutesOfAWeek);
        CheckNames($"{setting}:To", escalation.To, contacts, problems);
        CheckNames($"{setting}:Then", escalation.Then, contacts, problems);
    }

    private static void CheckNames(string setting, List<string> names, Dictionary<string, string> contacts, SettingProblems problems)
    {
        foreach (var name in names.Where(name => !contacts.ContainsKey(name)))
            problems.Add(setting, contacts.Count == 0
                ? $"names '{name}', and KeyRotation:Contacts is empty. Add the contact there."
                : $"names '{name}', which is none of KeyRotation:Contacts. {NearestName.Suggestion(name, contacts.Keys)}");
    }

    private static void CheckAddress(string setting, string address, SettingProblems problems)
    {
        var parts = address.Split('@');
        if (parts.Length != 2 || parts.Any(part => part.Length == 0) || address.Any(char.IsWhiteSpace))
            problems.Add(setting, $"is '{address}'; expected one e-mail address, such as security@example.com.");
    }
}
