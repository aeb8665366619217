namespace KeyRotation.Configuration;

/// <summary>Who is told about an alert of one severity.</summary>
public sealed class EscalationOptions
{
    public int WithinMinutes { get; set; }

    public List<string> To { get; set; } = [];

    public List<string> Then { get; set; } = [];
}
