using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;
using KeyRotation.Node.Hosting;

namespace KeyRotation.Specs.Configuration;

/// <summary>A certificate that cannot be used stops the start in words; that one which can is served is tested over the wire.</summary>
public sealed class ServerCertificateRules
{
    private string _path = "";

    [SetUp]
    public void Begin() => _path = Path.GetTempFileName();

    [TearDown]
    public void End() => File.Delete(_path);

    [Test]
    public void One_that_is_not_there_is_named() =>
        Assert.That(ProblemOf(new ApiCertificateOptions { Path = "/nowhere/api.crt", KeyPath = "/nowhere/api.key" }), Does.StartWith("KeyRotation:Api:Certificate cannot be used (Path '/nowhere/api.crt', KeyPath '/nowhere/api.key'): "));

    [TestCase("no certificate")]
    [TestCase("")]
    public void A_file_that_is_none_is_named(string content)
    {
        File.WriteAllText(_path, content);

        Assert.That(ProblemOf(new ApiCertificateOptions { Path = _path }), Does.StartWith("KeyRotation:Api:Certificate cannot be used"));
    }

    [Test]
    public void One_without_its_key_is_no_use()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(Utc.At("2026-01-01"), Utc.At("2036-01-01"));
        File.WriteAllText(_path, certificate.ExportCertificatePem());

        Assert.That(ProblemOf(new ApiCertificateOptions { Path = _path }), Does.StartWith("KeyRotation:Api:Certificate cannot be used"));
    }

    [Test]
    public void A_password_that_is_not_there_is_named() =>
        Assert.That(ProblemOf(new ApiCertificateOptions { Path = _path, PasswordFile = "/nowhere/password" }), Does.StartWith("KeyRotation:Api:Certificate:PasswordFile names the file '/nowhere/password', which cannot be read"));

    [Test]
    public void Https_without_one_does_not_start() => Assert.That(ProblemOf(null), Does.Contain("KeyRotation:Api:Certificate is missing"));

    private static string ProblemOf(ApiCertificateOptions? options) => Assert.Throws<ConfigurationProblemException>(() => ServerCertificate.Of(options))!.Problems.Single();
}
