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

    protected override void Configure(ApiOptions api)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _thumbprint = certificate.Thumbprint;
        File.WriteAllText(PathOf("password"), "opens it\n");
        File.WriteAllText(PathOf("api.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf("api.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(PathOf("api.pfx"), certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, "opens it"));
        api.Urls = "https://127.0.0.1:0";
        api.HstsDays = 30;
        api.Certificate = isPfx
            ? new ApiCertificateOptions { Path = PathOf("api.pfx"), PasswordFile = PathOf("password") }
            : new ApiCertificateOptions { Path = PathOf("api.crt"), KeyPath = PathOf("api.key") };
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
