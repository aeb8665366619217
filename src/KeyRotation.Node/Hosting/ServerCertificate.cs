using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KeyRotation.Configuration;
using KeyRotation.Node.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace KeyRotation.Node.Hosting;

/// <summary>The certificate that https is served with, read before anything listens.</summary>
internal sealed class ServerCertificate
{
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2Collection _chain;

    private ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection chain) => (_certificate, _chain) = (certificate, chain);

    /// <exception cref="ConfigurationProblemException">There is none, or it cannot be used.</exception>
    public static ServerCertificate Of(ApiCertificateOptions? options)
    {
        if (options is null)
            throw new ConfigurationProblemException(["KeyRotation:Api:Urls has https, and KeyRotation:Api:Certificate is missing."]);
        try
        {
            var (certificate, chain) = Read(options);
            return certificate.HasPrivateKey ? new ServerCertificate(certificate, chain)
                : throw new ConfigurationProblemException([$"KeyRotation:Api:Certificate:Path names '{options.Path}', which has no private key. Name its file with KeyPath."]);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ConfigurationProblemException([$"KeyRotation:Api:Certificate cannot be used (Path '{options.Path}'{(options.KeyPath.Length > 0 ? $", KeyPath '{options.KeyPath}'" : "")}): {unusable.Message}"]);
        }
    }

    public void Serve(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificate = _certificate;
        https.ServerCertificateChain = _chain;
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
    }

    private static (X509Certificate2 Certificate, X509Certificate2Collection Chain) Read(ApiCertificateOptions options)
    {
        var password = PasswordOf(options);
        if (Path.GetExtension(options.Path).ToLowerInvariant() is ".pfx" or ".p12")
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(options.Path, password);
            return (all.FirstOrDefault(one => one.HasPrivateKey) ?? throw new CryptographicException("No certificate in it has a private key."), all);
        }
        var key = options.KeyPath.Length > 0 ? options.KeyPath : options.Path;
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(options.Path);
        return (password is null ? X509Certificate2.CreateFromPemFile(options.Path, key) : X509Certificate2.CreateFromEncryptedPemFile(options.Path, password, key), chain);
    }

    private static string? PasswordOf(ApiCertificateOptions options)
    {
        if (options.PasswordFile.Length == 0)
            return null;
        var problems = new List<string>();
        return SecretFile.Read("KeyRotation:Api:Certificate:PasswordFile", options.PasswordFile, problems) ?? throw new ConfigurationProblemException(problems);
    }
}
