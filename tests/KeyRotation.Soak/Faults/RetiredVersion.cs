using System.Text.Json;
using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>
/// A version is compromised and replaced by an emergency, which does not wait, while an application stands still with it in its ring.
/// Its retirement is asked for then, and again when the application goes on; nodes that are at it are killed.
/// </summary>
public sealed class RetiredVersion : IFault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Of an emergency, whose node may be killed twice on the way.</summary>
    private static readonly TimeSpan LongestRotation = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan BetweenAsks = TimeSpan.FromMilliseconds(200);
    private const string ForConsumers = "consumers";
    private static readonly string[] ForTheMoment =
        ["rotation_open", "writer_at_work", "in_hand_elsewhere", "changed_meanwhile", "clock_suspect", "soft_disable_period", "disabling_unread", "write_lag", "census_missing", "transactions_open"];

    public string Kind => "consumer stopped across a compromised version's retirement";

    public string? Obstacle(FaultCluster cluster) => cluster.ApiObstacle;

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        var keyType = dice.One(FaultTables.All).KeyType;
        // Both: what is moved in the rows may be moved of processes that are dead, and of none that is cut off.
        IReadOnlyList<ProcessSlot> applications = [cluster.Writer, cluster.Reader];
        var inHand = new List<ProcessSlot>();
        await cluster.Past.WaitAsync();
        try
        {
            using var peace = cluster.TryLeaveInPeace(keyType);
            return await Occasion.TakeAllAsync(applications, inHand, Patience) && await Occasion.ComesAsync(() => AreAtWorkAsync(cluster, keyType), Patience)
                ? await StrikeAsync(cluster, keyType, dice.One(applications), dice)
                : throw new NoOccasionException("the applications are not at work");
        }
        finally
        {
            cluster.Past.Release();
            foreach (var application in inHand)
                application.LetGo();
        }
    }

    /// <summary>Both have a ring, and have said so: one that only starts holds nothing back.</summary>
    private static async Task<bool> AreAtWorkAsync(FaultCluster cluster, string keyType) => await cluster.CountAsync(
        $"""
        keyrotation.consumer c
        join keyrotation.consumer_acknowledgement a on a.consumer_id = c.consumer_id and a.key_type = '{keyType}'
        where c.name in ('fault-write', 'fault-read') and c.signed_off_at is null and c.lease_until > clock_timestamp()
        """) == 2;

    private static async Task<string?> StrikeAsync(FaultCluster cluster, string keyType, ProcessSlot stopped, Dice dice)
    {
        DaysThatPass days;
        int version;
        try
        {
            if (!await StandsStillAsync(cluster, stopped))
                throw new NoOccasionException("it has a transaction open whenever it is stopped");
            version = await CompromiseAsync(cluster, keyType, dice) ?? throw new NoOccasionException("nobody answered the emergency");
            days = new DaysThatPass(cluster, keyType, version);
            if (!await Occasion.ComesAsync(async () => await cluster.CountAsync($"keyrotation.rotation where key_type = '{keyType}' and ended_at is null") == 0, LongestRotation))
                throw new NoOccasionException("its rotation is not over in time");
            var answer = await AskAsync(cluster, keyType, version, days.EndGraceAsync, ForTheMoment, dice);
            if (answer is { What: "disabled" or "retired" })
                throw new NotSurvivedException($"{keyType} version {version} was to be kept for {stopped.Name}, which stands still with it; it was {answer.What}.");
            if (answer?.What != ForConsumers)
                throw new NoOccasionException($"{keyType} version {version} is kept for another reason: {Say(answer)}");
        }
        finally
        {
            await stopped.Process!.SignalAsync("CONT");
        }
        await Occasion.ComesAsync(days.IsFollowedAsync, Patience);
        // A process that died holds it back until it is known to be dead.
        string[] passing = [.. ForTheMoment, ForConsumers];
        var disabled = await AskAsync(cluster, keyType, version, days.EndGraceAsync, passing, dice);
        if (disabled?.What != "disabled")
            return $"{stopped.Name}, {keyType} version {version}: kept for it, then {Say(disabled)}";
        await Occasion.ComesAsync(days.IsFollowedAsync, Patience);
        var retired = await AskAsync(cluster, keyType, version, days.EndSoftDisableAsync, passing, dice);
        return $"{stopped.Name}, {keyType} version {version}: kept for it, disabled, then {Say(retired)}";
    }

    /// <summary>
    /// Outside a transaction: the rows that it had locked would hold the migration up as long as it stands, and the rotation would not be over
    /// before it goes on.
    /// </summary>
    private static Task<bool> StandsStillAsync(FaultCluster cluster, ProcessSlot application) => Occasion.ComesAsync(async () =>
    {
        await application.Process!.SignalAsync("STOP");
        if (await cluster.CountAsync($"pg_stat_activity where application_name = '{application.Name}' and backend_xid is not null") == 0)
            return true;
        await application.Process!.SignalAsync("CONT");
        return false;
    }, Patience);

    /// <returns>The version that encrypted until then; null where no node answers.</returns>
    private static async Task<int?> CompromiseAsync(FaultCluster cluster, string keyType, Dice dice)
    {
        int? compromised = null;
        await Occasion.ComesAsync(async () =>
        {
            var answer = await Officer.OpenEmergencyAsync(dice.One(cluster.NodesWithApi), keyType, compromised: true);
            compromised = answer is { } opened && opened.GetProperty("compromised_version") is { ValueKind: JsonValueKind.Number } version ? version.GetInt32() : null;
            await Task.Delay(BetweenAsks);
            return compromised is not null;
        }, Patience);
        return compromised;
    }

    /// <summary>Asks until the answer is not a passing one; now and then the node that is asked is killed.</summary>
    /// <returns>The outcome, or why it is kept, as answered last; null where nobody answered.</returns>
    private static async Task<Answer?> AskAsync(FaultCluster cluster, string keyType, int version, Func<Task> passDays, string[] passing, Dice dice)
    {
        Answer? last = null;
        await Occasion.ComesAsync(async () =>
        {
            await passDays();
            var node = dice.One(cluster.NodesWithApi);
            var asked = Officer.PostAsync(node, "cleanup", new { key_type = keyType });
            if (dice.Falls(15))
                await KillAsync(node, dice);
            last = await asked is { } answer ? AboutVersion(answer, version) ?? last : last;
            if (last is not null && !passing.Contains(last.What))
                return true;
            await Task.Delay(BetweenAsks);
            return false;
        }, Patience);
        return last;
    }

    private static string Say(Answer? answer) => answer switch
    {
        null => "nobody answered",
        { What: "disabled" or "retired" } => answer.What,
        _ => $"{answer.What} ({answer.Detail})",
    };

    private static Answer? AboutVersion(JsonElement answer, int version) =>
        answer.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("version") is { ValueKind: JsonValueKind.Number } number && number.GetInt32() == version)
            .Select(item => new Answer(item.GetProperty(item.GetProperty("outcome").GetString() is "kept" ? "reason" : "outcome").GetString()!, item.GetProperty("detail").GetString()!)).SingleOrDefault();

    private static async Task KillAsync(ProcessSlot node, Dice dice)
    {
        if (!node.TryTakeInHand())
            return;
        try
        {
            await Task.Delay(dice.Between(0, 0.2));
            if (node is not { IsDown: false, Process.HasExited: false })
                return;
            node.ExpectedDeath = "kill -9, retiring";
            await node.Process!.KillAsync();
        }
        finally
        {
            node.LetGo();
        }
    }

    /// <param name="What">The outcome, or why the version is kept.</param>
    /// <param name="Detail">The sentence for people.</param>
    private sealed record Answer(string What, string Detail);
}
