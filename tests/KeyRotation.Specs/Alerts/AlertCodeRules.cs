using System.Text.RegularExpressions;
using KeyRotation.Alerts;
using KeyRotation.Specs.Architecture;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Specs.Alerts;

/// <summary>Codes, severities and event ids are a contract: the page, the table and the log say the same.</summary>
public sealed partial class AlertCodeRules
{
    [Test]
    public void The_page_lists_every_code_with_its_severity_and_no_other()
    {
        var listed = Row().Matches(Repository.Read("docs/alerts.md")).Select(row => (row.Groups["code"].Value, row.Groups["severity"].Value, int.Parse(row.Groups["event"].Value, System.Globalization.CultureInfo.InvariantCulture)));

        Assert.That(listed, Is.EqualTo(AlertCodes.Severities.Select(code => (code.Key, code.Value.ToString().ToLowerInvariant(), EventOf(code.Key).Id.Id))));
    }

    [Test]
    public void Every_constant_is_in_the_table()
    {
        var constants = typeof(AlertCodes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

        Assert.That(AlertCodes.Severities.Keys, Is.EquivalentTo(constants));
    }

    [Test]
    public void Every_code_opens_with_an_error_line_and_an_event_id_of_its_own()
    {
        var events = AlertCodes.Severities.Keys.Select(EventOf).ToArray();

        Assert.That(events.Select(line => line.Level), Is.All.EqualTo(LogLevel.Error));
        Assert.That(events.Select(line => line.Id.Id), Is.Unique);
    }

    private static (LogLevel Level, EventId Id) EventOf(string code)
    {
        var lines = new Remembered();
        AlertLog.Opened(lines, new Alert(code, "a subject", "what is so"));
        Assert.That(lines.Text, Does.Contain(code).And.Contain("a subject").And.Contain("what is so"));
        return (lines.Level, lines.Id);
    }

    [GeneratedRegex(@"^\| `(?<code>[a-z_]+)` \| (?<severity>[a-z]+) \| (?<event>\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private sealed class Remembered : ILogger
    {
        public LogLevel Level { get; private set; }

        public EventId Id { get; private set; }

        public string Text { get; private set; } = "";

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            (Level, Id, Text) = (logLevel, eventId, formatter(state, exception));
    }
}
