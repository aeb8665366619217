using KeyRotation.Rotations;

namespace KeyRotation.Specs.Rotations;

public sealed class TriggerNameRules
{
    private static IEnumerable<RotationTrigger> Triggers => Enum.GetValues<RotationTrigger>();

    [TestCaseSource(nameof(Triggers))]
    public void A_trigger_is_read_by_the_name_that_it_is_written_by(RotationTrigger trigger)
    {
        Assert.That(RotationTriggers.TryParse(RotationTriggers.NameOf(trigger), out var read, out var unknown), Is.True);
        Assert.That((read, unknown), Is.EqualTo((trigger, (UnknownTrigger?)null)));
    }

    [TestCase("security_breech", "security_breach")]
    [TestCase("SecurityBreach", "security_breach")]
    [TestCase("rutine", "routine")]
    [TestCase("severly_overdue", "severely_overdue")]
    public void An_unknown_trigger_is_refused_with_the_nearest_one(string written, string nearest)
    {
        Assert.That(RotationTriggers.TryParse(written, out _, out var unknown), Is.False);
        Assert.That(unknown, Is.EqualTo(new UnknownTrigger(written, $"Did you mean {nearest}?")));
    }

    [Test]
    public void The_refusal_names_every_trigger()
    {
        Assert.That(RotationTriggers.TryParse("", out _, out var unknown), Is.False);
        Assert.That(RotationTriggers.Names.Where(name => !unknown!.Message.Contains(name)), Is.Empty);
    }
}
