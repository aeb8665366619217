using KeyRotation.Alerts;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Alerts;

public sealed class AlertChangeRules
{
    private static readonly DateTimeOffset Now = Moment.At(Facts.Now);

    [Test]
    public void What_is_so_and_not_open_is_opened()
    {
        var changes = Between([], [new Alert("node_clock", "node-1", "late")]);

        Assert.That(changes.Opened.Select(open => (open.Alert.Subject, open.OpenedAt)), Is.EqualTo(new[] { ("node-1", Now) }));
    }

    [Test]
    public void What_is_open_and_says_the_same_is_left_alone()
    {
        var open = Facts.Open("node_clock", "node-1");

        Assert.That(Between([open], [open.Alert]).IsEmpty, Is.True);
    }

    [Test]
    public void What_says_something_else_now_is_updated_under_its_id()
    {
        var open = Facts.Open("node_clock", "node-1");

        var changes = Between([open], [new Alert("node_clock", "node-1", "later")]);

        Assert.That(changes.Updated.Select(updated => (updated.Id, updated.Alert.Message)), Is.EqualTo(new[] { (open.Id, "later") }));
        Assert.That((changes.Opened, changes.Closed), Is.EqualTo((Array.Empty<OpenAlert>(), Array.Empty<OpenAlert>())));
    }

    [Test]
    public void What_is_open_and_over_is_closed()
    {
        var open = Facts.Open("node_clock", "node-1");

        Assert.That(Between([open], [new Alert("node_clock", "node-2", "late")]).Closed, Is.EqualTo(new[] { open }));
    }

    [Test]
    public void What_another_process_answers_for_is_neither_opened_nor_closed()
    {
        var changes = AlertChanges.Between([Facts.Open("node_clock", "node-1")], [new Alert("node_clock", "node-2", "late")], _ => false, Now);

        Assert.That(changes.IsEmpty, Is.True);
    }

    private static AlertChanges Between(OpenAlert[] open, Alert[] expected) => AlertChanges.Between(open, expected, _ => true, Now);
}
