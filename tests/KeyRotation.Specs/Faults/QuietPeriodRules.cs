using KeyRotation.Storage.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace KeyRotation.Specs.Faults;

/// <summary>Of many lines that say the same, one in a while is said.</summary>
public sealed class QuietPeriodRules
{
    [Test]
    public void The_first_is_said_and_again_when_the_while_is_over()
    {
        var time = new FakeTimeProvider();
        var quiet = new QuietPeriod(TimeSpan.FromSeconds(30), time);

        var first = quiet.IsFirst("db");
        time.Advance(TimeSpan.FromSeconds(29));
        var soon = quiet.IsFirst("db");
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.That((first, soon, quiet.IsFirst("db")), Is.EqualTo((true, false, true)));
    }

    [Test]
    public void Each_subject_has_a_first_of_its_own()
    {
        var quiet = new QuietPeriod(TimeSpan.FromSeconds(30), new FakeTimeProvider());

        Assert.That((quiet.IsFirst("one"), quiet.IsFirst("other"), quiet.IsFirst("one")), Is.EqualTo((true, true, false)));
    }

    [Test]
    public void Of_many_at_once_one_is_the_first()
    {
        var quiet = new QuietPeriod(TimeSpan.FromSeconds(30), new FakeTimeProvider());
        var firsts = 0;

        Parallel.For(0, 1000, _ => Interlocked.Add(ref firsts, quiet.IsFirst("db") ? 1 : 0));

        Assert.That(firsts, Is.EqualTo(1));
    }
}
