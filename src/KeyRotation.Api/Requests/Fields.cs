using KeyRotation.Configuration;
using KeyRotation.Policies;
using KeyRotation.Rotations;

namespace KeyRotation.Api.Requests;

/// <summary>The fields that requests share, read with the words that they may hold.</summary>
internal static class Fields
{
    public const string KeyType = "key_type";

    /// <summary>A key type that there is; null where the field is missing and may be.</summary>
    public static string? KeyTypeOf(this RequestBody body, KeyTypePolicies policies, bool required)
    {
        var name = required ? body.RequiredText(KeyType, $"one of {string.Join(", ", policies.Names)}") : body.Text(KeyType);
        if (string.IsNullOrEmpty(name) || policies.Find(name) is not null)
            return string.IsNullOrEmpty(name) ? null : name;
        body.Add(KeyType, NoKeyType(name, policies));
        return null;
    }

    /// <summary>For the one who wrote it.</summary>
    public static string NoKeyType(string name, KeyTypePolicies policies) => $"is '{name}', which is no key type. {NearestName.Suggestion(name, policies.Names)}";

    public static RotationTrigger? TriggerOf(this RequestBody body, string field)
    {
        if (body.Text(field) is not { Length: > 0 } name)
            return null;
        if (RotationTriggers.TryParse(name, out var trigger, out var unknown))
            return trigger;
        body.Add(field, unknown.Message);
        return null;
    }

    public static RotationPriority? PriorityOf(this RequestBody body)
    {
        if (body.Text("priority") is not { Length: > 0 } name)
            return null;
        foreach (var priority in Enum.GetValues<RotationPriority>())
            if (priority.ToSnakeCase() == name)
                return priority;
        body.Add("priority", $"is '{name}'; expected normal, high or emergency.");
        return null;
    }
}
