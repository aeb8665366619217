using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KeyRotation.Configuration;

namespace KeyRotation.Integration.Api;

/// <summary>The API over https, with a certificate in a PEM file, or in a PFX file with a password.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class HttpsAnswers(bool isPfx) : ApiFixture
{
    private string _thumbprint = "";
    private string? _served;

    protected override void Configure(KeyRotationOptions options)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _thumbprint = certificate.Thumbprint;
        File.WriteAllText(PathOf("password"), "opens it\n");
        File.WriteAllText(PathOf("options.Api.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf("options.Api.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(PathOf("options.Api.pfx"), certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, "opens it"));
        options.Api.Urls = "https://127.0.0.1:0";
        options.Api.HstsDays = 30;
        options.Api.Certificate = isPfx
            ? new ApiCertificateOptions { Path = PathOf("options.Api.pfx"), PasswordFile = PathOf("password") }
            : new ApiCertificateOptions { Path = PathOf("options.Api.crt"), KeyPath = PathOf("options.Api.key") };
    }

    protected override HttpMessageHandler Handler() => new HttpClientHandler
    {
        ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
        {
            _served = certificate?.Thumbprint;
            return true;
        },
    };

    [Test]
    public async Task It_serves_the_certificate_and_says_for_how_long_nothing_but_https()
    {
        var (status, _, response) = await GetAsync("/keys");

        Assert.That((status, _served), Is.EqualTo((200, _thumbprint)));
        Assert.That(response.Headers.GetValues("Strict-Transport-Security"), Is.EqualTo(new[] { "max-age=2592000" }));
    }
}
