using KeyRotation.Policies;

namespace KeyRotation.Configuration;

/// <summary>Checks which key types wait for which: names that exist, and no circle, in which each would wait for the other.</summary>
internal static class RotateAfterCheck
{
    public static void Check(KeyRotationOptions options, SettingProblems problems)
    {
        var known = BuiltInKeyTypes.All.Select(policy => policy.Name).Concat(options.KeyTypes.Keys).ToHashSet();
        foreach (var (name, keyType) in options.KeyTypes)
            foreach (var other in keyType.RotateAfter.Where(other => !known.Contains(other)))
                problems.Add($"KeyTypes:{name}:RotateAfter", $"names '{other}', which is no key type. {NearestName.Suggestion(other, known)}");
        foreach (var name in options.KeyTypes.Keys)
            if (CircleFrom(name, options) is { } circle)
            {
                problems.Add($"KeyTypes:{name}:RotateAfter", $"waits for itself: {string.Join(" after ", circle)}. Each would wait for the other; take one of them out.");
                return;
            }
    }

    private static List<string>? CircleFrom(string start, KeyRotationOptions options)
    {
        var path = new List<string> { start };
        return Follow(start) ? path : null;

        bool Follow(string name)
        {
            foreach (var next in options.KeyTypes.TryGetValue(name, out var keyType) ? keyType.RotateAfter : [])
            {
                if (next != start && path.Contains(next))
                    continue;
                path.Add(next);
                if (next == start || Follow(next))
                    return true;
                path.RemoveAt(path.Count - 1);
            }
            return false;
        }
    }
}
