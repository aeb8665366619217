using System.Text;
using System.Text.Json.Nodes;
using KeyRotation.Audit;
using KeyRotation.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KeyRotation.Integration.Api;

/// <summary>Who the holder of a signed token is here: a name that is nobody else's, and the roles that its claim is mapped to.</summary>
public sealed class JwtHolders : JwtFixture
{
    protected override void Configure(KeyRotationOptions options)
    {
        base.Configure(options);
        options.Api.Jwt!.RoleClaim = "groups";
        options.Api.Jwt.RoleMap = new() { ["Key Officers"] = "security_officer", ["kr-operators"] = "operator", ["kr-readers"] = "viewer" };
    }

    private static IEnumerable<TestCaseData> Claims()
    {
        yield return new TestCaseData(new JsonArray("kr-operators"), 200).SetArgDisplayNames("an array");
        yield return new TestCaseData(new JsonArray("staff", 1, null, "kr-operators"), 200).SetArgDisplayNames("an array with more in it");
        yield return new TestCaseData(new JsonArray("Key Officers"), 200).SetArgDisplayNames("a value with a space in an array");
        yield return new TestCaseData(JsonValue.Create("kr-readers kr-operators"), 200).SetArgDisplayNames("a text with spaces between");
        yield return new TestCaseData(JsonValue.Create("Key Officers"), 403).SetArgDisplayNames("a text with a space is two values");
        yield return new TestCaseData(new JsonArray("kr-readers"), 403).SetArgDisplayNames("a role that may not");
        yield return new TestCaseData(new JsonArray("KR-OPERATORS"), 403).SetArgDisplayNames("other letters");
        yield return new TestCaseData(new JsonArray("operator", "admin"), 403).SetArgDisplayNames("the roles' own names where there is a map");
        yield return new TestCaseData(new JsonObject { ["kr-operators"] = true }, 403).SetArgDisplayNames("an object");
        yield return new TestCaseData(null, 403).SetArgDisplayNames("nothing");
    }

    [TestCaseSource(nameof(Claims))]
    public async Task A_value_of_the_claim_gives_the_role_that_it_is_mapped_to_and_no_other(JsonNode? groups, int expected)
    {
        var token = Token(payload => payload["groups"] = groups?.DeepClone());

        Assert.That((await PresentAsync(token, "/scheduler/resume", HttpMethod.Post)).Status, Is.EqualTo(expected));
    }

    [TestCase("role")]
    [TestCase("roles")]
    [TestCase("http://schemas.microsoft.com/ws/2008/06/identity/claims/role")]
    public async Task Another_claim_gives_no_role(string claim) =>
        Assert.That((await PresentAsync(Token(payload => payload[claim] = new JsonArray("admin", "Key Officers")))).Status, Is.EqualTo(403));

    [Test]
    public async Task The_trail_names_the_holder_so_that_it_is_nobody_elses_name()
    {
        await PresentAsync(Token(payload =>
        {
            payload["sub"] = "the admin";
            payload["groups"] = "kr-readers";
        }), "/emergency-rotation", HttpMethod.Post);

        var trail = new List<string>();
        await foreach (var @event in Services.GetRequiredService<IAuditTrailReader>().ReadLaneAsync(0, CancellationToken.None))
            trail.Add(Encoding.UTF8.GetString(@event.Canonical));
        Assert.That(trail, Has.Some.Contains("\"jwt:the admin\"").And.Contains("access.denied"));
    }

    [Test]
    public async Task The_longest_name_that_the_trail_takes_is_taken_whole()
    {
        var name = new string('n', 252);

        var (status, body, _) = await PresentAsync(Token(payload => payload["sub"] = name), "/keys");

        Assert.That((status, body.GetProperty("detail").GetString()), Is.EqualTo((403, $"jwt:{name} has no role of this API (docs/api.md).")));
    }
}
