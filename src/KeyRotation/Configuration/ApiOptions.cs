namespace KeyRotation.Configuration;

/// <summary>The management API.</summary>
public sealed class ApiOptions
{
    /// <summary>Where it listens, separated by semicolons. Default http://127.0.0.1:8080: this machine only.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Event streams that a process serves at once; one more is answered with 503. 1 to 100,000. Default 1000.</summary>
    public int MaxEventStreams { get; set; } = 1000;

    /// <summary>Who may do what, for small set-ups. Without any, the API does not start. Default: none.</summary>
    public List<ApiTokenOptions> Tokens { get; set; } = [];
}
