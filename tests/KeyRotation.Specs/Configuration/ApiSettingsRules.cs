using KeyRotation.Api.Access;
using KeyRotation.Configuration;

namespace KeyRotation.Specs.Configuration;

public sealed class ApiSettingsRules
{
    private static readonly string Hash = new('a', 64);

    [TestCase("http://127.0.0.1:8080")]
    [TestCase("http://*:8080")]
    [TestCase("http://+:8080;http://0.0.0.0:8081")]
    [TestCase(" http://localhost:1 ; ")]
    public void It_listens_at_one_address_or_several(string urls) => Assert.That(Problems(api => api.Urls = urls), Is.Empty);

    [TestCase("127.0.0.1:8080")]
    [TestCase("ftp://host")]
    [TestCase("http://host:99999")]
    public void Another_address_is_refused(string urls) =>
        Assert.That(Problems(api => api.Urls = urls), Is.EqualTo(new[] { $"KeyRotation:Api:Urls has '{urls}'; expected http://host:port or https://host:port." }));

    [Test]
    public void A_token_has_a_name_a_hash_and_roles() => Assert.That(Problems(Token(new ApiTokenOptions { Name = "ada", Sha256 = Hash, Roles = ["operator", "auditor"] })), Is.Empty);

    [Test]
    public void Every_mistake_of_a_token_is_named_at_once() =>
        Assert.That(Problems(Token(new ApiTokenOptions())).Select(problem => problem.Split(' ')[0]),
            Is.EqualTo(new[] { "KeyRotation:Api:Tokens:0:Name", "KeyRotation:Api:Tokens:0:Sha256", "KeyRotation:Api:Tokens:0:Roles" }));

    [TestCase("secret")]
    [TestCase("g000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000000\n")]
    public void What_is_no_hash_is_refused_and_not_repeated(string sha256)
    {
        var problem = Problems(Token(new ApiTokenOptions { Name = "ada", Sha256 = sha256, Roles = ["viewer"] })).Single();

        Assert.That(problem, Does.StartWith("KeyRotation:Api:Tokens:0:Sha256 is no SHA-256").And.Contains("sha256sum"));
        Assert.That(problem, Does.Not.Contain(sha256), "It may be the token itself.");
    }

    [Test]
    public void A_role_that_is_none_is_refused_with_the_nearest_one() =>
        Assert.That(Problems(Token(new ApiTokenOptions { Name = "ada", Sha256 = Hash, Roles = ["security-officer"] })).Single(), Does.EndWith("Did you mean security_officer?"));

    [Test]
    public void Two_holders_of_one_token_are_refused_in_upper_case_too() =>
        Assert.That(Problems(Token(new ApiTokenOptions { Name = "ada", Sha256 = Hash, Roles = ["viewer"] }, new ApiTokenOptions { Name = "bob", Sha256 = Hash.ToUpperInvariant(), Roles = ["admin"] })).Single(),
            Does.StartWith("The API tokens 'ada' and 'bob' are one token."));

    [TestCase("jwt:ada")]
    [TestCase("SQL:ada")]
    public void A_holder_is_not_named_as_if_somebody_else_vouched_for_him(string name) =>
        Assert.That(Problems(Token(new ApiTokenOptions { Name = name, Sha256 = Hash, Roles = ["viewer"] })).Single(), Does.StartWith($"KeyRotation:Api:Tokens:0:Name is '{name}'; expected a name that does not begin with"));

    [Test]
    public void Https_wants_a_certificate()
    {
        Assert.That(Problems(api => api.Urls = "http://127.0.0.1:1;https://[::1]:8443").Single(), Does.StartWith("KeyRotation:Api:Certificate:Path is missing, and Api:Urls has https"));
        Assert.That(Problems(api => (api.Urls, api.Certificate) = ("https://[::1]:8443", new ApiCertificateOptions())).Single(), Does.StartWith("KeyRotation:Api:Certificate:Path is missing"));
        Assert.That(Problems(api => (api.Urls, api.Certificate) = ("https://[::1]:8443", new ApiCertificateOptions { Path = "/etc/api.pfx" })), Is.Empty);
    }

    [Test]
    public void Event_streams_leave_connections_for_others() =>
        Assert.That(Problems(api => api.MaxConnections = 1000).Single(), Is.EqualTo("KeyRotation:Api:MaxConnections is 1000; expected more than MaxEventStreams (1000), or event streams could take every connection."));

    [Test]
    public void Limits_have_ranges() =>
        Assert.That(Problems(api => (api.RequestsPerMinute, api.CommandsPerMinute, api.EmergenciesPerMinute, api.AnonymousPerMinute, api.HstsDays) = (0, 0, 0, 1_000_001, -1)).Select(problem => problem.Split(' ')[0]),
            Is.EquivalentTo(new[] { "KeyRotation:Api:RequestsPerMinute", "KeyRotation:Api:CommandsPerMinute", "KeyRotation:Api:EmergenciesPerMinute", "KeyRotation:Api:AnonymousPerMinute", "KeyRotation:Api:HstsDays" }));

    [Test]
    public void The_roles_that_may_be_configured_are_those_that_the_API_knows() =>
        Assert.That(ApiCheck.Roles, Is.EquivalentTo(new[] { ApiRoles.Viewer, ApiRoles.Operator, ApiRoles.SecurityOfficer, ApiRoles.Auditor, ApiRoles.Admin }));

    private static Action<ApiOptions> Token(params ApiTokenOptions[] tokens) => api => api.Tokens = [.. tokens];

    private static IReadOnlyList<string> Problems(Action<ApiOptions> spoil)
    {
        var options = ValidOptions.Create();
        spoil(options.Api);
        return KeyRotationOptionsCheck.Problems(options);
    }
}
