namespace KeyRotation.Node.Configuration;

/// <summary>Settings that came from environment variables, and by which.</summary>
internal interface IEnvironmentNames
{
    /// <summary>The variable that set the setting at this path; null when none did.</summary>
    string? VariableOf(string path);
}
