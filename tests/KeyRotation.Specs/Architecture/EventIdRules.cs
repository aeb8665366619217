using System.Text.RegularExpressions;

namespace KeyRotation.Specs.Architecture;

/// <summary>Operators filter and alert by the ids of log events.</summary>
public sealed partial class EventIdRules
{
    private static IEnumerable<(string Id, string File)> Events =>
        from file in Repository.Files("src", "*.cs")
        from Match match in LoggerMessage().Matches(Repository.Read(file))
        select (match.Groups[1].Value, file);

    [Test]
    public void Each_log_event_has_an_id_of_its_own() =>
        Assert.That(Events.GroupBy(log => log.Id).Where(same => same.Count() > 1).Select(same => $"{same.Key}: {string.Join(", ", same.Select(log => log.File))}"), Is.Empty);

    [Test]
    public void Each_log_event_has_an_id_at_all() => Assert.That(Events.Where(log => log.Id.Length == 0).Select(log => log.File), Is.Empty);

    [Test]
    public void There_are_log_events() => Assert.That(Events.Count(), Is.GreaterThan(20));

    [GeneratedRegex(@"\[LoggerMessage\((?:EventId\s*=\s*)?(\d*)")]
    private static partial Regex LoggerMessage();
}
