using KeyRotation.Policies;

namespace KeyRotation.Specs.Policies;

public sealed class WindowFitRules
{
    [TestCase(1, 4, true)]
    [TestCase(1, 11, true)]
    [TestCase(1, 12, false)]
    [TestCase(1, 24, false)]
    [TestCase(2, 1, false)]
    [TestCase(90, 1, false)]
    public void Only_an_interval_of_one_day_outruns_a_window_of_less_than_twelve_hours(int days, int hours, bool isOutrun)
    {
        var policy = BuiltInKeyTypes.Find("token_encryption")! with { RotationInterval = TimeSpan.FromDays(days) };

        Assert.That(WindowFit.IsOutrun(policy, new MaintenanceWindow(2, hours)), Is.EqualTo(isOutrun));
    }
}
