using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace KeyRotation.Soak.Cluster;

/// <summary>A security officer at the API of one node.</summary>
internal static class Officer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>The answer; null where the node does not answer, or refuses.</returns>
    public static async Task<JsonElement?> PostAsync(ProcessSlot node, string path, object body)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{node.ApiPort}/api/v1/key-rotation/"), Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ProcessFolder.OfficerToken);
        try
        {
            using var answer = await client.PostAsJsonAsync(path, body);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : null;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Opens an emergency.</summary>
    public static Task<JsonElement?> OpenEmergencyAsync(ProcessSlot node, string keyType, bool compromised) =>
        PostAsync(node, "emergency-rotation", new { key_type = keyType, reason = "security_incident", pause_routine = false, compromised });
}
