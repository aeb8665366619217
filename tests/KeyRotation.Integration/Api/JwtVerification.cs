using System.Text.Json.Nodes;

namespace KeyRotation.Integration.Api;

/// <summary>Which signed tokens are taken, and what those are told whose token is not.</summary>
public sealed class JwtVerification : JwtFixture
{
    private const string Invalid = "Bearer error=\"invalid_token\", error_description=\"The token is not valid here.\"";
    private const string Expired = "Bearer error=\"invalid_token\", error_description=\"The token has expired.\"";

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    [TestCase("RS256")]
    [TestCase("PS256")]
    [TestCase("ES256")]
    public async Task A_token_of_the_issuer_for_this_API_is_taken(string algorithm) =>
        Assert.That((await PresentAsync(Token(_ => { }, algorithm))).Status, Is.EqualTo(200));

    [Test]
    public async Task A_token_for_several_is_taken_where_this_API_is_one_of_them() =>
        Assert.That((await PresentAsync(Token(payload => payload["aud"] = new JsonArray("another", TestIssuer.Audience)))).Status, Is.EqualTo(200));

    [Test]
    public async Task A_static_token_is_taken_beside_them() => Assert.That((await PresentAsync(TokenOf("viewer"))).Status, Is.EqualTo(200));

    [Test]
    public async Task A_clock_that_differs_a_little_makes_no_token_invalid()
    {
        Assert.That((await PresentAsync(Token(payload => payload["exp"] = Now - 5))).Status, Is.EqualTo(200));
        Assert.That((await PresentAsync(Token(payload => payload["nbf"] = Now + 5))).Status, Is.EqualTo(200));
    }

    private static IEnumerable<TestCaseData> Payloads()
    {
        yield return Case("another issuer", payload => payload["iss"] = "https://issuer.example.com/realms/guests");
        yield return Case("an issuer in other letters", payload => payload["iss"] = TestIssuer.Name.ToUpperInvariant());
        yield return Case("an issuer with a slash", payload => payload["iss"] = TestIssuer.Name + "/");
        yield return Case("no issuer", payload => payload.Remove("iss"));
        yield return Case("another audience", payload => payload["aud"] = "another");
        yield return Case("no audience", payload => payload.Remove("aud"));
        yield return Case("not yet valid", payload => payload["nbf"] = Now + 300);
        yield return Case("no expiry", payload => payload.Remove("exp"));
        yield return Case("an expiry that is text", payload => payload["exp"] = "never");
        yield return Case("nobody", payload => payload.Remove("sub"));
        yield return Case("a name of blanks", payload => payload["sub"] = "  ");
        yield return Case("a name of two lines", payload => payload["sub"] = "ada\nroot");
        yield return Case("a name that the trail does not take", payload => payload["sub"] = new string('a', 253));

        static TestCaseData Case(string name, Action<JsonObject> spoil) => new TestCaseData(spoil).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Payloads))]
    public async Task A_token_that_is_not_for_here_is_refused_and_not_told_why(Action<JsonObject> spoil)
    {
        var (status, body, challenge) = await PresentAsync(Token(spoil));

        Assert.That((status, body.GetProperty("code").GetString(), challenge), Is.EqualTo((401, "unauthenticated", Invalid)));
    }

    [Test]
    public async Task A_token_that_has_expired_is_refused_and_told_so()
    {
        var (status, body, challenge) = await PresentAsync(Token(payload => payload["exp"] = Now - 300));

        Assert.That((status, challenge), Is.EqualTo((401, Expired)));
        Assert.That(body.GetProperty("detail").GetString(), Is.EqualTo("The token has expired. Get a new one from its issuer."));
    }

    private static IEnumerable<TestCaseData> Forgeries()
    {
        yield return Case("signed by nobody", issuer => $"{TestIssuer.Header("none", issuer.KeyId)}.{Admin()}.");
        yield return Case("by the public key as a secret", issuer => issuer.Token(TestIssuer.Payload("ada", "admin"), "HS256"));
        yield return Case("by a signature that is not in the list", issuer => issuer.Token(TestIssuer.Payload("ada", "admin"), "RS512"));
        yield return Case("by a key that there is none of", issuer => issuer.Token(TestIssuer.Payload("ada", "admin"), keyId: "unknown"));
        yield return Case("with another payload", issuer => Replaced(issuer.Token(TestIssuer.Payload("ada", "viewer")), 1, Admin()));
        yield return Case("with another header", issuer => Replaced(issuer.Token(TestIssuer.Payload("ada", "admin")), 0, TestIssuer.Header("PS256", issuer.KeyId)));
        yield return Case("without its signature", issuer => Replaced(issuer.Token(TestIssuer.Payload("ada", "admin")), 2, ""));
        yield return Case("with more than 8 KiB", issuer => issuer.Token(TestIssuer.Payload("ada", ["admin", new string('x', 7000)])));

        static string Admin() => TestIssuer.Encoded(TestIssuer.Payload("ada", "admin").ToJsonString());
        static TestCaseData Case(string name, Func<TestIssuer, string> forge) => new TestCaseData(forge).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Forgeries))]
    public async Task What_the_issuer_did_not_sign_so_is_refused(object forge)
    {
        var (status, _, challenge) = await PresentAsync(((Func<TestIssuer, string>)forge)(Issuer));

        Assert.That((status, challenge), Is.EqualTo((401, Invalid)));
    }

    [Test]
    public async Task A_token_of_somebody_elses_key_under_the_issuers_name_for_it_is_refused()
    {
        using var other = new TestIssuer();

        var (status, _, challenge) = await PresentAsync(other.Token(TestIssuer.Payload("ada", "admin"), keyId: Issuer.KeyId));

        Assert.That((status, challenge), Is.EqualTo((401, Invalid)));
    }

    [Test]
    public async Task A_probe_answers_whatever_token_it_is_sent()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token(payload => payload["exp"] = 1)}");

        Assert.That((int)(await Http.SendAsync(request)).StatusCode, Is.EqualTo(200));
    }

    private static string Replaced(string token, int part, string by)
    {
        var parts = token.Split('.');
        parts[part] = by;
        return string.Join('.', parts);
    }
}
