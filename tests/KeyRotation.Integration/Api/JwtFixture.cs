using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeyRotation.Api;
using KeyRotation.Configuration;

namespace KeyRotation.Integration.Api;

/// <summary>An API that takes tokens of an issuer, whose keys are in a file, beside static ones.</summary>
public abstract class JwtFixture : ApiFixture
{
    private protected TestIssuer Issuer { get; } = new();

    protected override void Configure(KeyRotationOptions options)
    {
        File.WriteAllText(PathOf("jwks.json"), Issuer.KeySet());
        options.Api.Jwt = new ApiJwtOptions { Issuer = TestIssuer.Name, Audience = TestIssuer.Audience, SigningKeysPath = PathOf("jwks.json") };
    }

    [OneTimeTearDown]
    public void CloseIssuer() => Issuer.Dispose();

    /// <summary>Asks for something with a token as it is; by default for what every role may see.</summary>
    protected async Task<(int Status, JsonElement Body, string Challenge)> PresentAsync(string token, string path = "/keys", HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, ApiRoutes.Root + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Http.SendAsync(request);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, document.RootElement.Clone(), response.Headers.WwwAuthenticate.ToString());
    }

    /// <summary>A token that would be taken, but for what the test does to its payload.</summary>
    protected string Token(Action<JsonObject> spoil, string algorithm = "RS256")
    {
        var payload = TestIssuer.Payload("ada", "viewer");
        spoil(payload);
        return Issuer.Token(payload, algorithm);
    }
}
