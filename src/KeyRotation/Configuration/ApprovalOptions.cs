namespace KeyRotation.Configuration;

/// <summary>Commands that a second person has to approve.</summary>
public sealed class ApprovalOptions
{
    /// <summary>Of emergency, rollback, cleanup. Default: none.</summary>
    public List<string> Required { get; set; } = [];

    /// <summary>Minutes for which an approval can be given. Default 60, range 1 to 10,080 (a week).</summary>
    public int WithinMinutes { get; set; } = 60;
}
