namespace KeyRotation.Pauses;

/// <summary>Routine work held by command: who, why, since when, until when.</summary>
/// <param name="Scope">A key type, or <see cref="Everything"/>.</param>
/// <param name="Reason">For people; may be empty.</param>
/// <param name="By">A user or a login.</param>
/// <param name="Since">UTC.</param>
/// <param name="Until">When it lifts itself, UTC; null = when somebody resumes.</param>
public sealed record Pause(string Scope, string Reason, string By, DateTimeOffset Since, DateTimeOffset? Until)
{
    /// <summary>The scope of a pause of all key types.</summary>
    public const string Everything = "*";

    public bool IsInForce(DateTimeOffset now) => Until is not { } until || now < until;

    public bool Covers(string keyType) => Scope == Everything || Scope == keyType;

    /// <summary>For people: `paused by anna since 2026-11-24T12:00:00Z: audit`.</summary>
    public string Describe() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Paused by {By} since {Since.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}{(Until is { } until ? $" until {until.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}" : "")}{(Reason.Length > 0 ? $": {Reason}" : "")}.");
}
