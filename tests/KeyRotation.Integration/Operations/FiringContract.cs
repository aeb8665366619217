using KeyRotation.Jobs;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Operations;

/// <summary>When Quartz fires what it was asked for.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class FiringContract(DatabaseKind kind) : OpsFixture(kind)
{
    private const string KeyType = "token_encryption";

    private static readonly DateTimeOffset Tomorrow = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddDays(1).ToUnixTimeSeconds());

    private IScheduleControl Schedule => Get<IScheduleControl>();

    [Test]
    public async Task A_later_moment_never_replaces_a_firing_that_is_due_now()
    {
        await Schedule.RunNowAsync(KeyType, CancellationToken.None);
        var now = await NextAsync();

        await Schedule.RunAtAsync(KeyType, Tomorrow, CancellationToken.None);

        Assert.That(await NextAsync(), Is.EqualTo(now));
    }

    [Test]
    public async Task An_earlier_moment_replaces_a_later_one()
    {
        await Schedule.RunAtAsync(KeyType, Tomorrow, CancellationToken.None);

        await Schedule.RunAtAsync(KeyType, Tomorrow.AddHours(-1), CancellationToken.None);

        Assert.That(await NextAsync(), Is.EqualTo(Tomorrow.AddHours(-1)));
    }

    [Test]
    public async Task Now_replaces_any_moment()
    {
        await Schedule.RunAtAsync(KeyType, Tomorrow, CancellationToken.None);

        await Schedule.RunNowAsync(KeyType, CancellationToken.None);

        Assert.That(await NextAsync(), Is.LessThan(Tomorrow.AddHours(-23)));
    }

    private async Task<DateTimeOffset?> NextAsync() => (await Scheduler.GetTrigger(JobKeys.Again(KeyType), CancellationToken.None))?.NextFireTimeUtc;
}
