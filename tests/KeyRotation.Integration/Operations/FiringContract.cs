using KeyRotation.Jobs;
using KeyRotation.Pauses;
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

    [Test]
    public async Task A_pause_that_follows_another_is_shown_with_its_own_reason()
    {
        await Schedule.ShowPauseAsync(KeyType, PauseBy("alice", "a move"), CancellationToken.None);

        await Schedule.ShowPauseAsync(KeyType, PauseBy("bob", "an audit"), CancellationToken.None);

        var shown = await Scheduler.GetTriggerPause(JobKeys.Window(KeyType), CancellationToken.None);
        Assert.That((shown?.RequestedBy, shown?.Reason), Is.EqualTo(("bob", "an audit")));
    }

    [TestCase("")]
    [TestCase("a move")]
    [TestCase(null, TestName = "A_reason_that_is_longer_than_Quartz_keeps")]
    public async Task A_pause_that_is_shown_already_is_left_alone(string? reason)
    {
        var pause = PauseBy(new string('a', 300), reason ?? new string('x', 2000));
        await Schedule.ShowPauseAsync(KeyType, pause, CancellationToken.None);
        var first = await Scheduler.GetTriggerPause(JobKeys.Window(KeyType), CancellationToken.None);

        await Schedule.ShowPauseAsync(KeyType, pause, CancellationToken.None);

        Assert.That(first, Is.Not.Null);
        Assert.That(await Scheduler.GetTriggerPause(JobKeys.Window(KeyType), CancellationToken.None), Has.Property("PausedAtUtc").EqualTo(first!.PausedAtUtc));
    }

    [Test]
    public async Task A_key_type_without_a_routine_trigger_is_paused_and_resumed_without_a_word()
    {
        await Scheduler.UnscheduleJob(JobKeys.Window(KeyType), CancellationToken.None);

        await Schedule.ShowPauseAsync(KeyType, PauseBy("alice", "a move"), CancellationToken.None);
        await Schedule.ShowPauseAsync(KeyType, null, CancellationToken.None);

        Assert.That(await Scheduler.GetTrigger(JobKeys.Window(KeyType), CancellationToken.None), Is.Null);
    }

    private static Pause PauseBy(string who, string reason) => new(KeyType, reason, who, Tomorrow.AddDays(-1), null);

    private async Task<DateTimeOffset?> NextAsync() => (await Scheduler.GetTrigger(JobKeys.Again(KeyType), CancellationToken.None))?.NextFireTimeUtc;
}
