using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace KeyRotation.Integration.Api;

/// <summary>The reference page: for whoever may read, and out of this process alone.</summary>
public sealed partial class ReferencePageAnswers : ApiFixture
{
    [TestCase(null, HttpStatusCode.Unauthorized)]
    [TestCase("viewer", HttpStatusCode.OK)]
    public async Task It_is_for_whoever_may_read(string? role, HttpStatusCode expected)
    {
        using var response = await PageAsync("/docs/", role);

        Assert.That(response.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task It_runs_nothing_that_this_process_did_not_serve()
    {
        using var response = await PageAsync("/docs/", "viewer");
        var page = await response.Content.ReadAsStringAsync();
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        var nonces = Nonce().Matches(page).Select(match => match.Groups[1].Value).Distinct().ToArray();

        Assert.That(page, Does.Contain("openapi/v1.json"));
        Assert.That(Elsewhere().Matches(page).Select(match => match.Value), Is.Empty);
        Assert.That(nonces, Has.Length.EqualTo(1));
        Assert.That(policy, Does.Contain($"script-src 'self' 'nonce-{nonces[0]}'").And.Contain("connect-src 'self'").And.Contain("default-src 'none'").And.Not.Contain("http"));
    }

    [Test]
    public async Task Its_scripts_are_served_here()
    {
        using var response = await PageAsync("/docs/", "viewer");
        foreach (Match script in Script().Matches(await response.Content.ReadAsStringAsync()))
        {
            using var served = await PageAsync("/docs/" + script.Groups[1].Value.Split('/')[^1], "viewer");
            Assert.That((served.StatusCode, served.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, "text/javascript")).Or.EqualTo((HttpStatusCode.OK, "application/javascript")));
        }
    }

    private async Task<HttpResponseMessage> PageAsync(string path, string? role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (role is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CredentialOf(role));
        return await Http.SendAsync(request);
    }

    [GeneratedRegex("nonce=\"([^\"]+)\"")]
    private static partial Regex Nonce();

    [GeneratedRegex("(?:src|href)=\"https?:[^\"]*|cdn\\.[a-z.]+|fonts\\.[a-z.]+")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("<script[^>]* src=\"([^\"]+)\"")]
    private static partial Regex Script();
}
