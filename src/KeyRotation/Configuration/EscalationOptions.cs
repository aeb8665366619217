namespace KeyRotation.Configuration;

/// <summary>Who is told about an alert of one severity.</summary>
public sealed class EscalationOptions
{
    /// <summary>Minutes within which somebody of <see cref="To"/> must have answered. 1 to 10080 (a week).</summary>
    public int WithinMinutes { get; set; }

    /// <summary>Names from <c>Contacts</c>, told at once.</summary>
    public List<string> To { get; set; } = [];

    /// <summary>Names from <c>Contacts</c>, told when nobody has answered in time.</summary>
    public List<string> Then { get; set; } = [];
}
