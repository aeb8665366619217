namespace KeyRotation.Configuration;

/// <summary>A column that holds envelopes.</summary>
public sealed class TargetColumnOptions
{
    public string Name { get; set; } = "";

    /// <summary><c>binary</c> or <c>text</c>. Default binary.</summary>
    public string Encoding { get; set; } = "binary";
}
