namespace KeyRotation.Node.Configuration;

/// <summary>A setting that cannot be used.</summary>
/// <param name="Path">The setting, for example <c>KeyRotation:Scheduler:Enabled</c>.</param>
/// <param name="Text">What is wrong with it, for people.</param>
internal sealed record SettingProblem(string Path, string Text);
