using System.Net.Http.Headers;
using System.Net.Http.Json;
using KeyRotation.Soak.Cluster;

namespace KeyRotation.Soak.Faults;

/// <summary>
/// A security officer opens an emergency while a rotation is at work: it is raised, or superseded, so that its holder has nothing to commit
/// any more. An emergency does not wait for long for those that do not answer.
/// </summary>
public sealed class Emergency : IFault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    public string Kind => "emergency";

    public string? Obstacle(FaultCluster cluster) => cluster.Settings.PlantedBug.Length == 0 ? null : "nodes with a planted bug have no API";

    public async Task<string?> StrikeAsync(FaultCluster cluster, Dice dice)
    {
        // The last node has the clock that can be moved, and no API.
        var node = dice.One([.. cluster.Nodes.SkipLast(1)]);
        string? state = null;
        await Occasion.ComesAsync(async () => (state = (await cluster.AtWorkAsync())?.State) is not null, Patience);
        return await OpenAsync(node, dice.One(FaultTables.All).KeyType) is { } answer ? $"at {node.Name}, {state ?? "between rotations"}: {answer}" : null;
    }

    /// <returns>The answer; null where the node does not answer.</returns>
    private static async Task<string?> OpenAsync(ProcessSlot node, string keyType)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{node.ApiPort}/api/v1/key-rotation/"), Timeout = TimeSpan.FromSeconds(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ProcessFolder.OfficerToken);
        try
        {
            using var answer = await client.PostAsJsonAsync("emergency-rotation", new { key_type = keyType, reason = "security_incident", pause_routine = false, compromised = false });
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }
}
