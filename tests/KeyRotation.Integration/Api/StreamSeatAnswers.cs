using System.Net.Http.Headers;
using KeyRotation.Api;
using KeyRotation.Configuration;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Api;

/// <summary>A process serves so many event streams and no more, and a client that goes makes room.</summary>
public sealed class StreamSeatAnswers : ApiFixture
{
    protected override void Configure(KeyRotationOptions options) => options.Api.MaxEventStreams = 2;

    [Test]
    public async Task One_stream_too_many_is_answered_with_503_until_somebody_goes()
    {
        var id = (await PostAsync("/schedule", """{"key_type":"api_signature","reason":"a test"}""")).Body.GetProperty("id").GetString();
        using var http = new HttpClient();
        using var first = await FollowAsync(http, id!);
        using var second = await FollowAsync(http, id!);

        var (status, problem, refused) = await GetAsync($"/rotations/{id}/events");
        first.Dispose();
        await Poll.UntilAsync(async () =>
        {
            using var again = await FollowAsync(http, id!);
            return again.IsSuccessStatusCode;
        }, () => Task.FromResult("A seat that is free."));

        Assert.That((status, problem.GetProperty("code").GetString(), refused.Headers.RetryAfter?.ToString()), Is.EqualTo((503, "too_many_streams", "30")));
    }

    private async Task<HttpResponseMessage> FollowAsync(HttpClient http, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(BaseAddress, $"{ApiRoutes.Root}/rotations/{id}/events"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf("viewer"));
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
