using System.Globalization;

namespace KeyRotation.Soak;

/// <summary>The command line.</summary>
internal sealed record SoakOptions(TimeSpan Duration, long Seed, int Hands, string? Bug, string? Record)
{
    public const string Usage = "--duration 30m|90s|2h (10m) --seed NUMBER (random) --hands FAULTS-AT-ONCE (2) --bug PLANTED-BUG --record FILE";

    public static SoakOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new SoakOptions(TimeSpan.FromMinutes(10), System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000_000), 2, null, null);
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var value = index + 1 < arguments.Count ? arguments[index + 1] : throw new ArgumentException($"{arguments[index]} has no value. Usage: {Usage}", nameof(arguments));
            options = arguments[index] switch
            {
                "--duration" => options with { Duration = DurationOf(value) },
                "--seed" => options with { Seed = long.Parse(value, CultureInfo.InvariantCulture) },
                "--hands" => options with { Hands = int.Parse(value, CultureInfo.InvariantCulture) },
                "--bug" => options with { Bug = value },
                "--record" => options with { Record = value },
                _ => throw new ArgumentException($"{arguments[index]} is not known. Usage: {Usage}", nameof(arguments)),
            };
        }
        return options;
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
