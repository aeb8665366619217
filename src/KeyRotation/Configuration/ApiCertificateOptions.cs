namespace KeyRotation.Configuration;

/// <summary>What the API proves itself with where it is served over https.</summary>
public sealed class ApiCertificateOptions
{
    /// <summary>The certificate, with those of the authorities between it and the root behind it (PEM); or both it and its key (PFX: .pfx, .p12).</summary>
    public string Path { get; set; } = "";

    /// <summary>The private key of a PEM certificate. Left out = it stands in <see cref="Path"/>.</summary>
    public string KeyPath { get; set; } = "";

    /// <summary>A file with the password of a PFX file, or of an encrypted PEM key. Left out = there is none.</summary>
    public string PasswordFile { get; set; } = "";
}
