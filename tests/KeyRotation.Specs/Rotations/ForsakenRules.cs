using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using Microsoft.Extensions.Time.Testing;

namespace KeyRotation.Specs.Rotations;

/// <summary>Rotations that nobody works on are set going again: no trigger that was lost makes one wait for the hourly assessment.</summary>
public sealed class ForsakenRules
{
    private static readonly DateTimeOffset Now = Utc.At("2026-03-02 03:00:00");

    private static Rotation Migrating => RotationBuilder.Scheduled(RotationTrigger.Routine) with { State = RotationState.Migrating, ToVersion = 2, StartedAt = Utc.At("2026-03-02 02:00:00") };

    [Test]
    public async Task One_at_work_whose_holder_is_gone_is_started() => Assert.That(await StartedAsync(Migrating), Is.EqualTo(new[] { "token_encryption" }));

    [Test]
    public async Task One_that_somebody_has_in_hand_is_left_to_him() => Assert.That(await StartedAsync(Migrating, "rotation:token_encryption"), Is.Empty);

    [TestCase("2026-03-02 02:57:59", true)]
    [TestCase("2026-03-02 02:58:01", false)]
    public async Task One_that_waits_is_started_two_minutes_after_it_was_to_be_asked_again(string until, bool isStarted) =>
        Assert.That((await StartedAsync(Migrating with { State = RotationState.Propagating, Hold = Hold.Consumers, HoldUntil = Utc.At(until) })).Count == 1, Is.EqualTo(isStarted));

    [Test]
    public async Task One_that_waits_for_its_next_attempt_is_left_alone() => Assert.That(await StartedAsync(Migrating with { NextAttemptAt = Utc.At("2026-03-02 03:20:00") }), Is.Empty);

    [Test]
    public async Task One_that_failed_waits_for_an_operator() => Assert.That(await StartedAsync(Migrating with { State = RotationState.Failed, FailedIn = RotationState.Migrating }), Is.Empty);

    [Test]
    public async Task One_that_a_pause_holds_is_left_alone() =>
        Assert.That(await StartedAsync(Migrating, pauses: new PausesInForce([new Pause(Pause.Everything, "", "anna", Now, null)])), Is.Empty);

    private static Rotation WaitingForTheWindow =>
        RotationBuilder.Scheduled(RotationTrigger.Routine, "2026-03-02 01:00:00") with { Hold = Hold.WindowClosed, HoldUntil = Utc.At("2026-03-02 04:00:00") };

    [Test]
    public async Task One_that_begun_and_waits_for_nothing_is_started_at_once() =>
        Assert.That(await StartedAsync(Migrating with { StartedAt = Utc.At("2026-03-02 02:59:59") }), Is.Not.Empty);

    [Test]
    public async Task One_that_waited_for_its_window_and_was_raised_to_an_emergency_is_started() =>
        Assert.That(await StartedAsync(WaitingForTheWindow with { Trigger = RotationTrigger.SecurityBreach, Priority = RotationPriority.Emergency, OutsideWindow = true }), Is.Not.Empty);

    [Test]
    public async Task One_that_waited_for_its_window_and_was_executed_is_started_although_its_trigger_was_lost() =>
        Assert.That(await StartedAsync(WaitingForTheWindow with { OutsideWindow = true }), Is.Not.Empty);

    [Test]
    public async Task One_of_a_key_type_that_this_node_is_not_configured_with_is_left_to_others() =>
        Assert.That(await StartedAsync(Migrating with { KeyType = "of_another_deployment" }), Is.Empty);

    [Test]
    public async Task One_that_nobody_takes_is_asked_for_each_five_seconds_and_no_oftener()
    {
        var time = new FakeTimeProvider(Now);
        var schedule = new AskedSchedule();
        var watch = await WatchAsync(Migrating, PausesInForce.None, schedule, time);

        for (var second = 0; second < 10; second++)
        {
            await watch.RunAsync(CancellationToken.None);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(schedule.Now, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_emergency_that_nobody_has_looked_at_is_started_at_once() =>
        Assert.That(await StartedAsync(RotationBuilder.Scheduled(RotationTrigger.SecurityBreach, "2026-03-02 02:59:59")), Is.EqualTo(new[] { "token_encryption" }));

    private static Task<IReadOnlyList<string>> StartedAsync(Rotation rotation, params string[] held) => StartedAsync(rotation, PausesInForce.None, held);

    private static async Task<IReadOnlyList<string>> StartedAsync(Rotation rotation, PausesInForce pauses, params string[] held)
    {
        var schedule = new AskedSchedule();
        await (await WatchAsync(rotation, pauses, schedule, new FakeTimeProvider(Now), held)).RunAsync(CancellationToken.None);
        return schedule.Now;
    }

    private static async Task<RotationWatch> WatchAsync(Rotation rotation, PausesInForce pauses, AskedSchedule schedule, TimeProvider time, params string[] held)
    {
        var board = new PauseBoard(new FixedPauses(pauses));
        await board.RefreshAsync(CancellationToken.None);
        var rules = new RotationRules(new KeyTypePolicies(BuiltInKeyTypes.All), new MaintenanceWindow(), isEnabled: true, board, new ClockGuard());
        return new RotationWatch(new OpenRotations(rotation), new HeldClaims(held), rules, schedule, time);
    }
}
