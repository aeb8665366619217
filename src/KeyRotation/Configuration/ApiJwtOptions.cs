namespace KeyRotation.Configuration;

/// <summary>Tokens that an OpenID Connect issuer signs (JWT, RFC 7519), beside the static ones.</summary>
public sealed class ApiJwtOptions
{
    /// <summary>The issuer's address, under which its metadata and keys are found. https, http on this machine only.</summary>
    public string Authority { get; set; } = "";

    /// <summary>What a token must name as its issuer, letter by letter. Default: <see cref="Authority"/>.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>What a token must be meant for: the name of this API at the issuer.</summary>
    public string Audience { get; set; } = "";

    /// <summary>Signatures that are taken, asymmetric ones only. Default (empty): RS256, PS256, ES256.</summary>
    public List<string> Algorithms { get; set; } = [];

    /// <summary>Where the issuer's metadata is, where that is not at the usual place below <see cref="Authority"/>.</summary>
    public string MetadataAddress { get; set; } = "";

    /// <summary>A file with the issuer's public keys (a JWK set, RFC 7517), in place of its metadata: for nodes that do not reach it.</summary>
    public string SigningKeysPath { get; set; } = "";

    /// <summary>The claim that names who asks, for the audit trail. Default sub, which no issuer gives to somebody else.</summary>
    public string NameClaim { get; set; } = "sub";

    /// <summary>The claim that lists roles: an array, or a text with spaces between them. Default roles.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>From a value of <see cref="RoleClaim"/> to a role of this API; any other value gives none. Default (empty): the roles' own names.</summary>
    public Dictionary<string, string> RoleMap { get; set; } = [];

    /// <summary>By how much the issuer's clock may differ from this node's. 0 to 300 seconds. Default 30.</summary>
    public int ClockSkewSeconds { get; set; } = 30;
}
