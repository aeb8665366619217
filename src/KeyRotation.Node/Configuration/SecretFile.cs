namespace KeyRotation.Node.Configuration;

/// <summary>Reads what a <c>NAME_FILE</c> variable points to: a secret as container platforms mount it.</summary>
internal static class SecretFile
{
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
