using KeyRotation.Migration;

namespace KeyRotation.Specs.Migration;

/// <summary>How fast a migration goes where an operator set it.</summary>
public sealed class MigrationTempoRules
{
    [TestCase(null, null, 1000)]
    [TestCase(200, null, 200)]
    [TestCase(5000, null, 5000)]
    [TestCase(null, 50, 50)]
    [TestCase(null, 5000, 1000)]
    [TestCase(200, 50, 50)]
    [TestCase(200, 500, 200)]
    public void A_batch_is_as_configured_or_as_set_and_never_more_than_a_second_of_the_pace(int? batchSize, int? pace, int rows) =>
        Assert.That(new MigrationTempo(batchSize, pace).BatchRows(configured: 1000), Is.EqualTo(rows));

    [Test]
    public void Without_a_pace_nothing_is_waited_for() => Assert.That(MigrationTempo.Configured.WaitAfter(1000, TimeSpan.Zero), Is.Null);

    [TestCase(100, 100, 0.0, 1.0)]
    [TestCase(100, 200, 0.1, 0.4)]
    [TestCase(1, 100, 0.0, 0.01)]
    public void What_is_left_of_the_rows_time_is_waited_out(int rows, int pace, double spent, double wait) =>
        Assert.That(new MigrationTempo(Pace: pace).WaitAfter(rows, TimeSpan.FromSeconds(spent)), Is.EqualTo(TimeSpan.FromSeconds(wait)));

    [TestCase(1.0)]
    [TestCase(3.0)]
    public void A_batch_that_took_its_time_or_longer_is_followed_at_once(double spent) =>
        Assert.That(new MigrationTempo(Pace: 100).WaitAfter(100, TimeSpan.FromSeconds(spent)), Is.Null);

    [Test]
    public void No_wait_is_longer_than_a_second([Values(1, 7, 1000)] int pace, [Values(1, 100, 5000)] int batchSize)
    {
        var tempo = new MigrationTempo(batchSize, pace);

        Assert.That(tempo.WaitAfter(tempo.BatchRows(1000), TimeSpan.Zero), Is.LessThanOrEqualTo(TimeSpan.FromSeconds(1)));
    }
}
