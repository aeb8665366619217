using System.Globalization;
using KeyRotation.Soak.Faults;
using KeyRotation.Soak.Runs;

namespace KeyRotation.Soak;

/// <summary>The command line.</summary>
internal sealed record SoakOptions(TimeSpan Duration, long Seed, int Hands, IReadOnlyList<IFault> Faults, string? Bug, string? Record)
{
    public const string Usage = "--duration 30m|90s|2h (10m) --seed NUMBER (random) --hands FAULTS-AT-ONCE (2) --only WORDS-OF-KINDS,... (all) --bug PLANTED-BUG --record FILE";

    public static SoakOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new SoakOptions(TimeSpan.FromMinutes(10), System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000_000), 2, FaultPlan.Everything, null, null);
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var value = index + 1 < arguments.Count ? arguments[index + 1] : throw new ArgumentException($"{arguments[index]} has no value. Usage: {Usage}", nameof(arguments));
            options = arguments[index] switch
            {
                "--duration" => options with { Duration = DurationOf(value) },
                "--seed" => options with { Seed = long.Parse(value, CultureInfo.InvariantCulture) },
                "--hands" => options with { Hands = int.Parse(value, CultureInfo.InvariantCulture) },
                "--only" => options with { Faults = FaultsOf(value) },
                "--bug" => options with { Bug = value },
                "--record" => options with { Record = value },
                _ => throw new ArgumentException($"{arguments[index]} is not known. Usage: {Usage}", nameof(arguments)),
            };
        }
        return options;
    }

    private static IFault[] FaultsOf(string words)
    {
        var wanted = words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var word in wanted.Where(word => !FaultPlan.Everything.Any(fault => fault.Kind.Contains(word, StringComparison.Ordinal))))
            throw new ArgumentException($"'{word}' is in no kind of fault. There are: {string.Join(", ", FaultPlan.Everything.Select(fault => fault.Kind))}.", nameof(words));
        return [.. FaultPlan.Everything.Where(fault => wanted.Any(word => fault.Kind.Contains(word, StringComparison.Ordinal)))];
    }

    private static TimeSpan DurationOf(string text)
    {
        var number = double.Parse(text[..^1], CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => throw new ArgumentException($"'{text}' is no duration. Usage: {Usage}", nameof(text)),
        };
    }
}
