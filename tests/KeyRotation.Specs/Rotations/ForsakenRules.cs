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

    [Test]
    public async Task An_emergency_that_nobody_has_looked_at_is_started_at_once() =>
        Assert.That(await StartedAsync(RotationBuilder.Scheduled(RotationTrigger.SecurityBreach, "2026-03-02 02:59:59")), Is.EqualTo(new[] { "token_encryption" }));

    private static Task<IReadOnlyList<string>> StartedAsync(Rotation rotation, params string[] held) => StartedAsync(rotation, PausesInForce.None, held);

    private static async Task<IReadOnlyList<string>> StartedAsync(Rotation rotation, PausesInForce pauses, params string[] held)
    {
        var board = new PauseBoard(new FixedPauses(pauses));
        await board.RefreshAsync(CancellationToken.None);
        var rules = new RotationRules(new KeyTypePolicies(BuiltInKeyTypes.All), new MaintenanceWindow(), isEnabled: true, board, new ClockGuard());
        var schedule = new AskedSchedule();

        await new RotationWatch(new OpenRotations(rotation), new HeldClaims(held), rules, schedule, new FakeTimeProvider(Now)).RunAsync(CancellationToken.None);

        return schedule.Now;
    }
}
