using KeyRotation.Rotations;

namespace KeyRotation.Specs.Rotations;

public sealed class RetryPolicySpecs
{
    [TestCase(0, 1)]
    [TestCase(1, 5)]
    [TestCase(2, 25)]
    public void The_attempts_wait_one_five_and_twenty_five_minutes(int attempts, int minutes) =>
        Assert.That(RetryPolicy.DelayAfter(attempts), Is.EqualTo(TimeSpan.FromMinutes(minutes)));

    [TestCase(3)]
    [TestCase(4)]
    [TestCase(int.MaxValue)]
    public void After_three_the_attempts_are_used_up(int attempts) => Assert.That(RetryPolicy.DelayAfter(attempts), Is.Null);

    [Test]
    public void There_are_three_retries() => Assert.That(RetryPolicy.MaxRetries, Is.EqualTo(3));
}
