using System.Text;
using KeyRotation.Api;
using KeyRotation.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Api;

/// <summary>What those are told, and what is noted of them, who are not let in.</summary>
public sealed class Denied : ApiFixture
{
    private const string Invalid = "Bearer error=\"invalid_token\", error_description=\"The token is not valid here.\"";

    [TestCase("Basic dXNlcjpwYXNz", "Bearer")]
    [TestCase("Bearer", "Bearer")]
    [TestCase("Bearer ", "Bearer")]
    [TestCase("Bearer token-of-admin", Invalid)]
    [TestCase("Bearer one.two.three", Invalid)]
    [TestCase("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", Invalid)]
    public async Task A_header_that_is_no_token_lets_nobody_in(string header, string challenge)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(BaseAddress, ApiRoutes.Root + "/keys"));
        request.Headers.TryAddWithoutValidation("Authorization", header);

        using var response = await http.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(401));
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo(challenge));
    }

    [Test]
    public async Task A_denial_is_in_the_trail_with_who_and_what()
    {
        await AskAsync(HttpMethod.Post, "/emergency-rotation", "viewer");

        var trail = new List<string>();
        await foreach (var @event in Services.GetRequiredService<IAuditTrailReader>().ReadLaneAsync(0, CancellationToken.None))
            trail.Add(Encoding.UTF8.GetString(@event.Canonical));
        Assert.That(trail, Has.Some.Contains("the viewer").And.Contains("emergency-rotation").And.Contains("access.denied"));
    }
}
