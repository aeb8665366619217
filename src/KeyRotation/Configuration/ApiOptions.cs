namespace KeyRotation.Configuration;

/// <summary>The management API.</summary>
public sealed class ApiOptions
{
    /// <summary>Where it listens, separated by semicolons. Default http://127.0.0.1:8080: this machine only.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Event streams that a process serves at once; one more is answered with 503. 1 to 100,000. Default 1000.</summary>
    public int MaxEventStreams { get; set; } = 1000;

    /// <summary>Connections that a process holds at once, event streams among them; one more is closed. More than <see cref="MaxEventStreams"/>, at most 1,000,000. Default 5000.</summary>
    public int MaxConnections { get; set; } = 5000;

    /// <summary>What https is served with. Default: none, and no https.</summary>
    public ApiCertificateOptions? Certificate { get; set; }

    /// <summary>How long browsers that came over https come over nothing else. 0 = not said; at most 3650 days. Default 365.</summary>
    public int HstsDays { get; set; } = 365;

    /// <summary>What one caller may read in a minute; more is answered with 429. 1 to 1,000,000. Default 6000.</summary>
    public int RequestsPerMinute { get; set; } = 6000;

    /// <summary>What one caller may command in a minute, emergencies apart. 1 to 1,000,000. Default 60.</summary>
    public int CommandsPerMinute { get; set; } = 60;

    /// <summary>Emergencies that one caller may declare in a minute, whatever else he commands. 1 to 1,000,000. Default 10.</summary>
    public int EmergenciesPerMinute { get; set; } = 10;

    /// <summary>What may be asked in a minute without a valid token, from one address. 1 to 1,000,000. Default 60.</summary>
    public int AnonymousPerMinute { get; set; } = 60;

    /// <summary>Whether the API's document and its reference page are for anybody: a browser sends no bearer token for a page. Default: false.</summary>
    public bool AnonymousDocs { get; set; }

    /// <summary>Who may do what, for small set-ups. Without any, and without <see cref="Jwt"/>, the API does not start. Default: none.</summary>
    public List<ApiTokenOptions> Tokens { get; set; } = [];

    /// <summary>Tokens of an OpenID Connect issuer. Default: none are taken.</summary>
    public ApiJwtOptions? Jwt { get; set; }

    /// <summary>Where it listens, one by one.</summary>
    public IReadOnlyList<string> Addresses() => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether one of them is https.</summary>
    public bool ServesHttps() => Addresses().Any(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether there is anybody whom the API would let in.</summary>
    public bool LetsAnybodyIn() => Tokens.Count > 0 || Jwt is not null;
}
