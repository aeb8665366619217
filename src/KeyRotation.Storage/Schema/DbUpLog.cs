using System.Globalization;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Storage.Schema;

/// <summary>DbUp's own lines, as debug output.</summary>
internal sealed partial class DbUpLog(ILogger logger) : IUpgradeLog
{
    public void LogTrace(string format, params object[] args) => Line(Text(format, args));

    public void LogDebug(string format, params object[] args) => Line(Text(format, args));

    public void LogInformation(string format, params object[] args) => Line(Text(format, args));

    public void LogWarning(string format, params object[] args) => Line(Text(format, args));

    public void LogError(string format, params object[] args) => Line(Text(format, args));

    public void LogError(Exception ex, string format, params object[] args) => Line($"{Text(format, args)} {ex.Message}");

    private static string Text(string format, object[] args) => args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args);

    [LoggerMessage(3101, LogLevel.Debug, "{Text}")]
    private partial void Line(string text);
}
