using KeyRotation.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace KeyRotation.Integration.Api;

/// <summary>Keys that come from the issuer itself, as OpenID Connect Discovery has it.</summary>
public sealed class JwtMetadata : JwtFixture
{
    private readonly WebApplication _site = NewSite();
    private bool _isAway = true;

    protected override void Configure(KeyRotationOptions options)
    {
        _site.Run(AnswerAsync);
        _site.Start();
        options.Api.Jwt = new ApiJwtOptions { Authority = _site.Urls.First(), Issuer = TestIssuer.Name, Audience = TestIssuer.Audience };
    }

    [OneTimeTearDown]
    public async Task CloseSite()
    {
        await _site.StopAsync();
        await _site.DisposeAsync();
    }

    [Test]
    public async Task While_the_issuer_is_away_nobody_knows_and_its_keys_are_found_when_it_is_back()
    {
        var unknown = await PresentAsync(Token(_ => { }));
        var isStatic = await PresentAsync(TokenOf("viewer"));
        _isAway = false;
        await Testing.Poll.UntilAsync(async () => (await PresentAsync(Token(_ => { }))).Status == 200, () => Task.FromResult("The issuer's keys are read."));
        var named = await PresentAsync(Token(payload => payload["iss"] = _site.Urls.First()));

        Assert.That((unknown.Status, unknown.Body.GetProperty("code").GetString()), Is.EqualTo((503, "issuer_unavailable")));
        Assert.That(isStatic.Status, Is.EqualTo(200));
        Assert.That(named.Status, Is.EqualTo(401), "What the metadata calls the issuer is not what is configured.");
    }

    private static WebApplication NewSite()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        if (_isAway)
            context.Response.StatusCode = 503;
        else if (context.Request.Path == "/.well-known/openid-configuration")
            await context.Response.WriteAsync($$"""{"issuer":"{{_site.Urls.First()}}","jwks_uri":"{{_site.Urls.First()}}/keys"}""");
        else
            await context.Response.WriteAsync(Issuer.KeySet());
    }
}
