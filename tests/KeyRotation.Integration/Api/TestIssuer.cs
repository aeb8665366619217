using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KeyRotation.Integration.Api;

/// <summary>An issuer of signed tokens, made by hand so that each part of one can be wrong.</summary>
internal sealed class TestIssuer : IDisposable
{
    public const string Name = "https://issuer.example.com/realms/operations";
    public const string Audience = "key-rotation";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string KeyId { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The public keys, as an issuer has them at its <c>jwks_uri</c>.</summary>
    public string KeySet()
    {
        var rsa = _rsa.ExportParameters(includePrivateParameters: false);
        var ec = _ec.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new
        {
            keys = new object[]
            {
                new { kty = "RSA", use = "sig", kid = KeyId, n = Encoded(rsa.Modulus!), e = Encoded(rsa.Exponent!) },
                new { kty = "EC", use = "sig", kid = $"{KeyId}-ec", crv = "P-256", x = Encoded(ec.Q.X!), y = Encoded(ec.Q.Y!) },
            },
        });
    }

    /// <summary>A payload that is taken, for a test to spoil.</summary>
    public static JsonObject Payload(string subject, params string[] roles)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = Name,
            ["aud"] = Audience,
            ["sub"] = subject,
            ["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]),
            ["iat"] = now,
            ["nbf"] = now - 600,
            ["exp"] = now + 600,
        };
    }

    public string Token(JsonObject payload, string algorithm = "RS256", string? keyId = null)
    {
        var signed = $"{Header(algorithm, keyId ?? (algorithm == "ES256" ? $"{KeyId}-ec" : KeyId))}.{Encoded(payload.ToJsonString())}";
        return $"{signed}.{Encoded(Signature(Encoding.ASCII.GetBytes(signed), algorithm))}";
    }

    public static string Header(string algorithm, string? keyId) => Encoded(new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = keyId }.ToJsonString());

    public static string Encoded(string text) => Encoded(Encoding.UTF8.GetBytes(text));

    public void Dispose()
    {
        _rsa.Dispose();
        _ec.Dispose();
    }

    private static string Encoded(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private byte[] Signature(byte[] signed, string algorithm) => algorithm switch
    {
        "RS256" => _rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "RS512" => _rsa.SignData(signed, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        "PS256" => _rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        "ES256" => _ec.SignData(signed, HashAlgorithmName.SHA256),
        // The public key, which everybody has, taken for a secret.
        "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem()), signed),
        "none" => [],
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "This issuer does not sign so."),
    };
}
