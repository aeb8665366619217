using KeyRotation.Configuration;

namespace KeyRotation.Specs.Configuration;

public sealed class ApiJwtSettingsRules
{
    [Test]
    public void An_issuer_and_an_audience_are_enough() => Assert.That(Problems(_ => { }), Is.Empty);

    [TestCase("http://127.0.0.1:8081/realms/test")]
    [TestCase("http://localhost:8081")]
    [TestCase("https://login.example.com/realms/operations")]
    public void An_issuer_is_asked_over_https_or_on_this_machine(string authority) => Assert.That(Problems(jwt => jwt.Authority = authority), Is.Empty);

    [TestCase("http://login.example.com")]
    [TestCase("login.example.com")]
    [TestCase("ftp://localhost/")]
    public void Another_address_is_refused(string address)
    {
        Assert.That(Problems(jwt => jwt.Authority = address).Single(), Does.StartWith($"KeyRotation:Api:Jwt:Authority is '{address}'; expected https://"));
        Assert.That(Problems(jwt => jwt.MetadataAddress = address).Single(), Does.StartWith($"KeyRotation:Api:Jwt:MetadataAddress is '{address}'; expected https://"));
    }

    [Test]
    public void Without_an_audience_a_token_for_anything_would_be_taken() =>
        Assert.That(Problems(jwt => jwt.Audience = "").Single(), Does.StartWith("KeyRotation:Api:Jwt:Audience is missing"));

    [TestCase("HS256")]
    [TestCase("none")]
    [TestCase("rs256")]
    [TestCase("RSA1_5")]
    public void A_signature_that_anybody_could_make_is_refused(string algorithm) =>
        Assert.That(Problems(jwt => jwt.Algorithms = ["RS256", algorithm]).Single(), Does.StartWith($"KeyRotation:Api:Jwt:Algorithms has '{algorithm}'; expected asymmetric signatures"));

    [Test]
    public void Keys_come_from_somewhere_and_from_one_place()
    {
        Assert.That(Problems(jwt => (jwt.Authority, jwt.Issuer) = ("", "x")).Single(), Does.StartWith("KeyRotation:Api:Jwt:SigningKeysPath is missing"));
        Assert.That(Problems(jwt => (jwt.Authority, jwt.Issuer, jwt.SigningKeysPath) = ("", "x", "/etc/jwks.json")), Is.Empty);
        Assert.That(Problems(jwt => (jwt.MetadataAddress, jwt.SigningKeysPath) = ("https://x/y", "/etc/jwks.json")).Single(), Does.Contain("Leave one out"));
        Assert.That(Problems(jwt => jwt.Authority = "").Single(), Does.StartWith("KeyRotation:Api:Jwt:Authority is missing"));
    }

    [Test]
    public void A_value_is_mapped_to_a_role_that_there_is() =>
        Assert.That(Problems(jwt => jwt.RoleMap = new() { ["a"] = "viewer", ["b"] = "operators" }).Single(), Is.EqualTo("KeyRotation:Api:Jwt:RoleMap:b is 'operators', which is no role. Did you mean operator?"));

    [TestCase(-1)]
    [TestCase(301)]
    public void Clocks_differ_by_no_more_than_five_minutes(int seconds) =>
        Assert.That(Problems(jwt => jwt.ClockSkewSeconds = seconds).Single(), Is.EqualTo($"KeyRotation:Api:Jwt:ClockSkewSeconds is {seconds}; expected 0 to 300."));

    private static IReadOnlyList<string> Problems(Action<ApiJwtOptions> spoil)
    {
        var options = ValidOptions.Create();
        options.Api.Jwt = new ApiJwtOptions { Authority = "https://login.example.com", Audience = "key-rotation" };
        spoil(options.Api.Jwt);
        return KeyRotationOptionsCheck.Problems(options);
    }
}
