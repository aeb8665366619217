using System.Text;
using KeyRotation.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Api;

/// <summary>Who may do what: every route, each role.</summary>
public abstract class AccessMatrix : ApiFixture
{
    private static readonly string[] Everybody = ["viewer", "operator", "security_officer", "auditor", "admin"];
    private static readonly string[] Operators = ["operator", "security_officer", "admin"];
    private static readonly string[] Readers = ["auditor", "security_officer", "admin"];
    private static readonly string[] Officers = ["security_officer", "admin"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["GET /scheduler/status"] = Everybody,
        ["POST /scheduler/pause"] = Operators,
        ["POST /scheduler/resume"] = Operators,
        ["GET /schedule"] = Everybody,
        ["POST /schedule"] = Operators,
        ["POST /execute"] = Operators,
        ["POST /emergency-rotation"] = Officers,
        ["GET /rotations"] = Everybody,
        ["GET /rotations/{id}"] = Everybody,
        ["POST /rotations/{id}/retry"] = Operators,
        ["POST /rotations/{id}/accept"] = Officers,
        ["POST /rotations/{id}/rollback"] = Officers,
        ["POST /rotations/{id}/cancel"] = Operators,
        ["PATCH /rotations/{id}"] = Operators,
        ["GET /rotations/{id}/events"] = Everybody,
        ["POST /schedule-all"] = Operators,
        ["GET /health"] = Everybody,
        ["GET /nodes"] = Everybody,
        ["GET /alerts"] = Everybody,
        ["POST /alerts/{id}/acknowledge"] = Operators,
        ["GET /approvals"] = Everybody,
        ["GET /approvals/{id}"] = Everybody,
        ["POST /approvals"] = Officers,
        ["GET /audit"] = Readers,
        ["GET /incidents"] = Readers,
        ["GET /incidents/{id}"] = Readers,
        ["GET /incidents/{id}/snapshot"] = Readers,
        ["GET /keys"] = Everybody,
        ["GET /keys/{keyType}"] = Everybody,
        ["POST /keys/{keyType}/versions/{version:int}/enable"] = Operators,
        ["POST /keys/{keyType}/versions/{version:int}/compromise"] = Officers,
        ["POST /cleanup"] = Officers,
    };

    private static IEnumerable<TestCaseData> Cases() =>
        from route in Allowed.Keys
        from role in Everybody.Append(null)
        select new TestCaseData(route, role).SetArgDisplayNames(route, role ?? "nobody");

    [TestCaseSource(typeof(AccessMatrix), nameof(Cases))]
    public async Task A_route_lets_in_its_roles_and_nobody_else(string route, string? role)
    {
        var (method, path) = (new HttpMethod(route.Split(' ')[0]), route.Split(' ')[1].Replace("{id}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace("{keyType}", "token_encryption", StringComparison.Ordinal).Replace("{version:int}", "1", StringComparison.Ordinal));

        // A body that every command refuses, so that who is let in changes nothing.
        var (status, body, _) = await AskAsync(method, path, role, method != HttpMethod.Get ? new StringContent("{\"nonsense\":1}", Encoding.UTF8, "application/json") : null);

        if (role is null)
            Assert.That((status, body.GetProperty("code").GetString()), Is.EqualTo((401, "unauthenticated")));
        else if (Allowed[route].Contains(role))
            Assert.That(status, Is.AnyOf(200, 400, 404));
        else
            Assert.That((status, body.GetProperty("code").GetString()), Is.EqualTo((403, "forbidden")));
    }

    [Test]
    public void The_matrix_names_every_route_there_is()
    {
        var routes = Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith(ApiRoutes.Root, StringComparison.Ordinal))
            .Select(endpoint => $"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {endpoint.RoutePattern.RawText![ApiRoutes.Root.Length..]}");

        Assert.That(routes, Is.EquivalentTo(Allowed.Keys));
    }

    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    public async Task Probes_need_no_token(string probe) => Assert.That((await AskAsync(HttpMethod.Get, probe, null)).Status, Is.EqualTo(200));
}
