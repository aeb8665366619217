using KeyRotation.Configuration;

namespace KeyRotation.Integration.Api;

/// <summary>Every route, each role, over tokens that an issuer signed.</summary>
public sealed class JwtAccessMatrix : AccessMatrix
{
    private readonly TestIssuer _issuer = new();

    protected override void Configure(KeyRotationOptions options)
    {
        File.WriteAllText(PathOf("jwks.json"), _issuer.KeySet());
        options.Api.Tokens = [];
        options.Api.Jwt = new ApiJwtOptions { Issuer = TestIssuer.Name, Audience = TestIssuer.Audience, SigningKeysPath = PathOf("jwks.json") };
    }

    protected override string CredentialOf(string role) => _issuer.Token(TestIssuer.Payload($"the {role}", role));

    [OneTimeTearDown]
    public void CloseIssuer() => _issuer.Dispose();
}
