using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KeyRotation.Api;

namespace KeyRotation.Integration.Api;

/// <summary>What the API answers about rotations that are tuned, followed, and opened for all key types.</summary>
public sealed class RotationAnswers : ApiFixture
{
    [Test]
    public async Task All_that_is_due_is_opened_and_each_key_type_says_what_became_of_it()
    {
        var (_, open, _) = await PostAsync("/schedule", """{"key_type":"file_encryption","reason":"a test"}""");

        var (status, all, _) = await PostAsync("/schedule-all", """{"reason":"a test"}""", "operator");
        var results = all.GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("key_type").GetString()!);
        foreach (var item in results.Values)
            await PostAsync($"/rotations/{item.GetProperty("rotation_id").GetString()}/cancel", "{}");

        Assert.Multiple(() =>
        {
            Assert.That((status, results.Count), Is.EqualTo((200, 5)));
            Assert.That(results["file_encryption"].GetProperty("result").GetString(), Is.EqualTo("already_open"));
            Assert.That(results["file_encryption"].GetProperty("rotation_id").GetString(), Is.EqualTo(open.GetProperty("id").GetString()));
            Assert.That(results.Where(item => item.Key != "file_encryption").Select(item => item.Value.GetProperty("result").GetString()), Has.All.EqualTo("opened"), "None has an active version yet.");
        });
    }

    [Test]
    public async Task Batch_size_and_pace_are_changed_while_it_is_open_and_zero_takes_them_back()
    {
        var id = await OpenAsync("token_encryption");

        var (status, tuned, _) = await PatchAsync(id, """{"batch_size":250,"pace":1000}""");
        var (_, lifted, _) = await PatchAsync(id, """{"pace":0}""");
        await PostAsync($"/rotations/{id}/cancel", "{}");
        var (ended, problem, _) = await PatchAsync(id, """{"pace":5}""");

        Assert.Multiple(() =>
        {
            Assert.That((status, tuned.GetProperty("batch_size").GetInt32(), tuned.GetProperty("pace").GetInt32()), Is.EqualTo((202, 250, 1000)));
            Assert.That((lifted.GetProperty("batch_size").GetInt32(), lifted.GetProperty("pace").ValueKind), Is.EqualTo((250, JsonValueKind.Null)));
            Assert.That((ended, problem.GetProperty("code").GetString()), Is.EqualTo((409, "rotation_ended")));
        });
    }

    [TestCase("{}")]
    [TestCase("""{"pace":-1}""")]
    [TestCase("""{"batch_size":100001}""")]
    [TestCase("""{"pace":"fast"}""")]
    [TestCase("""{"targets":["oauth-tokens"]}""")]
    public async Task A_change_that_is_none_is_refused(string json)
    {
        var id = await OpenAsync("session_encryption");

        var (status, _, _) = await PatchAsync(id, json);
        await PostAsync($"/rotations/{id}/cancel", "{}");

        Assert.That(status, Is.EqualTo(400));
    }

    [Test]
    public async Task A_follower_sees_the_rotation_as_it_stands_each_change_and_its_end()
    {
        var id = await OpenAsync("api_signature");
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(BaseAddress, $"{ApiRoutes.Root}/rotations/{id}/events"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf("viewer"));

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await NextAsync(reader);
        await PostAsync($"/rotations/{id}/cancel", "{}");
        var second = await NextAsync(reader);
        var end = await NextAsync(reader);

        Assert.Multiple(() =>
        {
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/event-stream"));
            Assert.That((first.Name, StateOf(first.Data)), Is.EqualTo(("rotation", "scheduled")));
            Assert.That((second.Name, StateOf(second.Data)), Is.EqualTo(("rotation", "cancelled")));
            Assert.That(end.Name, Is.EqualTo("end"));
        });
        Assert.That(await reader.ReadToEndAsync(), Is.Empty, "The stream ends with the rotation.");
    }

    [Test]
    public async Task Of_a_rotation_that_there_is_not_there_is_nothing_to_follow() =>
        Assert.That((await GetAsync($"/rotations/{Guid.Empty}/events")).Status, Is.EqualTo(404));

    private async Task<string> OpenAsync(string keyType) =>
        (await PostAsync("/schedule", $$"""{"key_type":"{{keyType}}","reason":"a test"}""")).Body.GetProperty("id").GetString()!;

    private Task<(int Status, JsonElement Body, HttpResponseMessage Response)> PatchAsync(string id, string json) =>
        AskAsync(HttpMethod.Patch, $"/rotations/{id}", "operator", new StringContent(json, Encoding.UTF8, "application/json"));

    private static string StateOf(string data) => JsonDocument.Parse(data).RootElement.GetProperty("rotation").GetProperty("state").GetString()!;

    private static async Task<(string Name, string Data)> NextAsync(StreamReader reader)
    {
        var (name, data) = ("", "");
        while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line && (line.Length > 0 || name.Length == 0))
            (name, data) = line.StartsWith("event: ", StringComparison.Ordinal) ? (line[7..], data) : line.StartsWith("data: ", StringComparison.Ordinal) ? (name, line[6..]) : (name, data);
        return (name, data);
    }
}
