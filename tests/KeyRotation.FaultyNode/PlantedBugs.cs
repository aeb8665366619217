using System.Text.RegularExpressions;
using KeyRotation.Custody;
using KeyRotation.Retirement;
using KeyRotation.Storage.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KeyRotation.FaultyNode;

/// <summary>The bugs that can be planted, by name. Each takes away one thing that the protocols stand on.</summary>
internal static partial class PlantedBugs
{
    private static readonly Dictionary<string, Action<IServiceCollection>> ByName = new()
    {
        ["compare-and-swap-off"] = services => Rewrite(services, text => Unchanged().Replace(text, "")),
        ["fence-off"] = services => Rewrite(services, text => HolderAndEpoch().Replace(text, "")),
        ["activation-before-acknowledgement"] = services => Rewrite(services, text => LiveConsumer().Replace(text, "where 1 = 0 and ")),
        ["escrow-skipped"] = services => services.AddSingleton<IEscrow, ForgetfulEscrow>(),
        ["census-off"] = services => services.AddSingleton<ITargetCensuses, BlindCensuses>(),
    };

    public static void Plant(IServiceCollection services, string bug)
    {
        if (!ByName.TryGetValue(bug, out var plant))
            throw new ArgumentException($"There is no bug '{bug}' to plant; there are {string.Join(", ", ByName.Keys)}.", nameof(bug));
        plant(services);
    }

    private static void Rewrite(IServiceCollection services, Func<string, string> rewrite) =>
        services.AddSingleton(provider => new DatabasePool(provider.GetRequiredService<ILogger<Database>>()) { Rewrite = rewrite });

    /// <summary>The condition of a write-back that the cell is what was read.</summary>
    [GeneratedRegex("""^\s*and t\."\w+"(::text collate "C")? is not distinct from u\.o\d+( collate "C")?$""", RegexOptions.Multiline)]
    private static partial Regex Unchanged();

    /// <summary>The condition of a renewal that the claim is still held.</summary>
    [GeneratedRegex(@" and holder = @holder\w* and epoch = @epoch\w*", RegexOptions.IgnoreCase)]
    private static partial Regex HolderAndEpoch();

    /// <summary>Who is asked whether it holds a version.</summary>
    [GeneratedRegex(@"where (?=c\.signed_off_at is null and c\.lease_until > )")]
    private static partial Regex LiveConsumer();
}
