using System.Net.Http.Headers;
using KeyRotation.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Api;

/// <summary>What holds for every answer, whatever was asked.</summary>
public sealed class EveryAnswer : ApiFixture
{
    private const string Secret = "/etc/keyrotation/kek: select wrapped_key from keyrotation.key_version";

    protected override void Configure(IServiceCollection services) =>
        services.PostConfigure<RequestTimeoutOptions>(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = TimeSpan.FromSeconds(1),
            TimeoutStatusCode = timeouts.DefaultPolicy!.TimeoutStatusCode,
            WriteTimeoutResponse = timeouts.DefaultPolicy.WriteTimeoutResponse,
        });

    protected override void Map(WebApplication app)
    {
        app.MapGet($"{ApiRoutes.Root}/never", async (CancellationToken cancellationToken) => await Task.Delay(Timeout.Infinite, cancellationToken));
        app.MapGet($"{ApiRoutes.Root}/broken", string () => throw new InvalidOperationException(Secret));
        app.MapGet("/page", (HttpContext context) => context.Response.Headers.ContentSecurityPolicy = "default-src 'self'");
    }

    [TestCase("GET", "/keys", "admin", 200)]
    [TestCase("GET", "/audit", "viewer", 403)]
    [TestCase("GET", "/keys", null, 401)]
    [TestCase("GET", "/nonsense", "viewer", 404)]
    [TestCase("GET", "/nonsense.php", null, 401)]
    [TestCase("GET", "/execute", "viewer", 405)]
    [TestCase("GET", "/broken", "admin", 500)]
    [TestCase("GET", "/never", "admin", 503)]
    [TestCase("GET", "/health/live", null, 200)]
    public async Task It_is_kept_by_nobody_and_shown_nowhere_else(string method, string path, string? role, int expected)
    {
        var (status, _, response) = await AskAsync(new HttpMethod(method), path, role);

        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value));
        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(expected));
            Assert.That(headers["X-Content-Type-Options"], Is.EqualTo("nosniff"));
            Assert.That(headers["X-Frame-Options"], Is.EqualTo("DENY"));
            Assert.That(headers["Referrer-Policy"], Is.EqualTo("no-referrer"));
            Assert.That(headers["Cache-Control"], Is.EqualTo("no-store"));
            Assert.That(headers["Content-Security-Policy"], Is.EqualTo("default-src 'none'; frame-ancestors 'none'"));
            Assert.That(headers.Keys, Has.None.StartsWith("Access-Control").And.None.EqualTo("Server").And.None.EqualTo("Strict-Transport-Security"));
        });
    }

    [Test]
    public async Task A_page_has_a_policy_of_its_own()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/page");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf("admin"));

        using var response = await Http.SendAsync(request);

        Assert.That(response.Headers.GetValues("Content-Security-Policy"), Is.EqualTo(new[] { "default-src 'self'" }));
    }

    [Test]
    public async Task A_failure_says_neither_where_nor_what_it_read()
    {
        var (status, problem, _) = await GetAsync("/broken");

        Assert.That((status, problem.GetProperty("code").GetString()), Is.EqualTo((500, "failed")));
        Assert.That(problem.ToString(), Does.Not.Contain("kek").And.Not.Contain("select").And.Not.Contain("Exception").And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_request_that_takes_too_long_is_given_up()
    {
        var (status, problem, response) = await GetAsync("/never");

        Assert.That((status, problem.GetProperty("code").GetString(), response.Headers.RetryAfter?.ToString()), Is.EqualTo((503, "timed_out", "5")));
    }

    [TestCase("GET", "/execute", "POST")]
    [TestCase("PUT", "/scheduler/pause", "POST")]
    [TestCase("DELETE", "/rotations/00000000-0000-0000-0000-000000000000", "GET, PATCH")]
    [TestCase("POST", "/keys", "GET")]
    [TestCase("GET", "/keys/token_encryption/versions/1/enable", "POST")]
    public async Task A_method_that_a_route_does_not_take_is_405_with_those_that_it_takes(string method, string path, string allowed)
    {
        var (status, problem, response) = await AskAsync(new HttpMethod(method), path, "viewer");

        Assert.That((status, problem.GetProperty("code").GetString()), Is.EqualTo((405, "method_not_allowed")));
        Assert.That(response.Content.Headers.Allow, Is.EqualTo(allowed.Split(", ")));
    }

    [Test]
    public async Task A_parameter_that_no_route_takes_is_404() =>
        Assert.That((await AskAsync(HttpMethod.Post, "/keys/token_encryption/versions/one/enable", "admin")).Status, Is.EqualTo(404));

    [Test]
    public async Task HEAD_is_405_without_a_body()
    {
        var (status, _, response) = await AskAsync(HttpMethod.Head, "/keys", "viewer");

        Assert.That((status, response.Content.Headers.Allow.Single()), Is.EqualTo((405, "GET")));
    }

    [TestCase("OPTIONS", "viewer", 405)]
    [TestCase("OPTIONS", null, 401)]
    [TestCase("GET", "viewer", 200)]
    public async Task No_page_of_another_site_may_ask(string method, string? role, int expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), ApiRoutes.Root + "/keys");
        request.Headers.Add("Origin", "https://elsewhere.example.com");
        request.Headers.Add("Access-Control-Request-Method", "GET");
        if (role is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(role));

        using var response = await Http.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(expected));
        Assert.That(response.Headers.Select(header => header.Key), Has.None.StartsWith("Access-Control"));
    }
}
