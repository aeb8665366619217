using KeyRotation.Node.Configuration;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>The names of the formats.</summary>
internal static class OutputFormats
{
    public static OutputFormat Parse(string name) =>
        Enum.TryParse<OutputFormat>(name, ignoreCase: true, out var format) && Enum.IsDefined(format)
            ? format
            : throw new ConfigurationProblemException([$"--output is '{name}'; expected table, json or csv."]);
}
