namespace KeyRotation.Node.Configuration;

/// <summary>Reads what a <c>NAME_FILE</c> variable points to: a secret as container platforms mount it.</summary>
internal static class SecretFile
{
    /// <summary>A secret from a variable, or from the file that its <c>_FILE</c> form names.</summary>
    /// <returns>Null when neither is set.</returns>
    /// <exception cref="ConfigurationProblemException">The file cannot be read.</exception>
    public static string? Of(string name)
    {
        if (Environment.GetEnvironmentVariable($"{name}_FILE") is not { Length: > 0 } path)
            return Environment.GetEnvironmentVariable(name);
        var problems = new List<string>();
        return Read($"{name}_FILE", path, problems) ?? throw new ConfigurationProblemException(problems);
    }

    /// <returns>The content without the line break at its end; null when there is none to be had, which is then a problem.</returns>
    public static string? Read(string name, string path, List<string> problems)
    {
        try
        {
            var content = File.ReadAllText(path).TrimEnd('\r', '\n');
            if (content.Length > 0)
                return content;
            problems.Add($"{name} names the file '{path}', which is empty. Write the value into it, or remove the variable.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add($"{name} names the file '{path}', which cannot be read: {unreadable.Message}");
        }
        return null;
    }
}
