namespace KeyRotation.Encryption;

/// <summary>The algorithm of an envelope, its fourth byte. Source: <c>docs/format.md</c>, suites.</summary>
public enum EnvelopeSuite
{
    /// <summary>No suite; never in an envelope.</summary>
    None = 0,

    /// <summary>XAES-256-GCM of C2SP. Not key-committing.</summary>
    XAes256Gcm = 1,
}
