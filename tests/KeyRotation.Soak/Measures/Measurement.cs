using System.Globalization;
using KeyRotation.Testing;

namespace KeyRotation.Soak.Measures;

/// <summary>The measurements by their names on the command line.</summary>
internal static class Measurement
{
    public const string Usage = "measure fail-over [TIMES] | measure fail-over-fast [TIMES] | measure emergency [TIMES] | measure nodes | measure api [EVENTS]";

    public static async Task<int> RunAsync(PostgreSqlServer server, IReadOnlyList<string> arguments)
    {
        int Times(int otherwise) => arguments.Count > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : otherwise;
        switch (arguments is [var name, ..] ? name : "")
        {
            case "fail-over":
                await FailOver.RunAsync(server, claimSeconds: null, Times(10));
                return 0;
            case "fail-over-fast":
                await FailOver.RunAsync(server, claimSeconds: 3, Times(10));
                return 0;
            case "emergency":
                await EmergencyStart.RunAsync(server, Times(30));
                return 0;
            case "nodes":
                await NodesTogether.RunAsync(server);
                return 0;
            case "api":
                await ApiUnderLoad.RunAsync(server, Times(10_000_000));
                return 0;
            default:
                await Console.Error.WriteLineAsync($"Usage: {Usage}");
                return 2;
        }
    }
}
