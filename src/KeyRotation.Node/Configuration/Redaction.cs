using System.Data.Common;

namespace KeyRotation.Node.Configuration;

/// <summary>Connection strings for people: what says where, without what lets in.</summary>
internal static class Redaction
{
    private static readonly string[] Shown = ["host", "server", "data source", "address", "addr", "port", "database", "initial catalog"];

    private static readonly string[] Secret = ["connectionString", "password", "pwd", "secret", "token", "apiKey", "credential"];

    /// <summary>A Quartz setting: connection strings and passwords can stand there too, in the name or in the value.</summary>
    public static string OfQuartz(string name, string value) =>
        Secret.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase) || value.Contains(word, StringComparison.OrdinalIgnoreCase)) ? "[redacted]" : value;

    public static string Of(string connectionString)
    {
        DbConnectionStringBuilder builder;
        try
        {
            builder = new DbConnectionStringBuilder { ConnectionString = connectionString };
        }
        catch (ArgumentException)
        {
            return "[redacted]";
        }
        return string.Join(';', builder.Keys.Cast<string>().Select(key => $"{key}={(Shown.Contains(key.ToLowerInvariant()) ? builder[key] : "[redacted]")}"));
    }
}
