namespace KeyRotation.Configuration;

/// <summary>The control store.</summary>
public sealed class StoreOptions
{
    /// <summary><c>sqlserver</c>, <c>postgresql</c> or <c>sqlite</c>.</summary>
    public string Provider { get; set; } = "";

    public string ConnectionString { get; set; } = "";

    /// <summary>How long a claim lives without being renewed, seconds. Default 10, range 3 to 600. Longer than <see cref="CommandTimeoutSeconds"/>.</summary>
    public int ClaimSeconds { get; set; } = 10;

    /// <summary>After which a statement is given up, seconds. Default 8, range 1 to 300.</summary>
    public int CommandTimeoutSeconds { get; set; } = 8;

    /// <summary>How long a consumer counts as live without a sign, seconds. Default 90, range 3 to 3600.</summary>
    public int ConsumerLeaseSeconds { get; set; } = 90;
}
