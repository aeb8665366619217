using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Api;

/// <summary>The API's document as it is kept in <c>openapi/v1.json</c>: a change of it is a change for every client, and reviewed like code.</summary>
public sealed class ApprovedDocument : ApiFixture
{
    [Test]
    public async Task Is_what_a_node_serves()
    {
        using var response = await ServedAsync("viewer");
        var served = await response.Content.ReadAsStringAsync();
        if (Environment.GetEnvironmentVariable("KEYROTATION_APPROVE") == "true")
            await File.WriteAllTextAsync(DocumentFile.Path, served);

        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
        Assert.That(served, Is.EqualTo(await File.ReadAllTextAsync(DocumentFile.Path)), "If the change is meant, approve it: KEYROTATION_APPROVE=true dotnet test tests/KeyRotation.Integration --filter ApprovedDocument");
    }

    [Test]
    public async Task Describes_every_route()
    {
        using var response = await ServedAsync("viewer");
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var described = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"));

        Assert.That(described, Is.EquivalentTo(Routes()));
    }

    [Test]
    public async Task Says_nothing_of_the_machine_and_of_what_it_is_built_with()
    {
        var kept = await File.ReadAllTextAsync(DocumentFile.Path);

        Assert.That(kept, Does.Not.Contain("127.0.0.1").And.Not.Contain("localhost").And.Not.Contain("/tmp").And.Not.Contain("Microsoft").And.Not.Contain("10.0."));
    }

    [TestCase(null, HttpStatusCode.Unauthorized)]
    [TestCase("viewer", HttpStatusCode.OK)]
    [TestCase("auditor", HttpStatusCode.OK)]
    public async Task Is_for_whoever_may_read(string? role, HttpStatusCode expected)
    {
        using var response = await ServedAsync(role);

        Assert.That(response.StatusCode, Is.EqualTo(expected));
    }

    private async Task<HttpResponseMessage> ServedAsync(string? role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        if (role is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CredentialOf(role));
        return await Http.SendAsync(request);
    }

    /// <summary>What has a method; a constraint of a parameter is no part of its path.</summary>
    private IEnumerable<string> Routes() => Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not null && !endpoint.RoutePattern.RawText!.StartsWith("/docs", StringComparison.Ordinal))
        .Select(endpoint => $"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {endpoint.RoutePattern.RawText!.Replace(":int", "", StringComparison.Ordinal)}");
}
