namespace KeyRotation.Node.Configuration;

/// <summary>A setting whose value is not of its kind.</summary>
/// <param name="Path">Such as <c>KeyRotation:Migration:BatchSize</c>.</param>
/// <param name="Problem">What it is and what was expected, to stand behind the setting's name.</param>
internal sealed record UnreadableSetting(string Path, string Problem);
