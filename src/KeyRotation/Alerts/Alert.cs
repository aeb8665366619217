using KeyRotation.Rotations;

namespace KeyRotation.Alerts;

/// <summary>Something that somebody has to do something about.</summary>
/// <param name="Code">One of <see cref="AlertCodes"/>.</param>
/// <param name="Subject">What it is about: a key type, a node, a trigger. At most one alert is open for a code and a subject.</param>
/// <param name="Message">For people: what, which, expected, actual, and the way out.</param>
public sealed record Alert(string Code, string Subject, string Message)
{
    /// <summary>That of its code; a code that only a newer version knows counts as high until its row says otherwise.</summary>
    public AlertSeverity Severity { get; init; } = AlertCodes.Severities.GetValueOrDefault(Code, AlertSeverity.High);

    /// <summary>Null where it is not about one.</summary>
    public string? KeyType { get; init; }

    /// <summary>Null where it is not about one.</summary>
    public RotationId? RotationId { get; init; }

    public bool IsSameAs(Alert other) => Code == other.Code && Subject == other.Subject;
}
