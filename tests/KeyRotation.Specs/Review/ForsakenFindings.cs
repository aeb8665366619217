using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Rotations;
using Microsoft.Extensions.Time.Testing;

namespace KeyRotation.Specs.Review;

/// <summary>What a review found in RotationWatch.</summary>
public sealed class ForsakenFindings
{
    private static readonly DateTimeOffset Now = Utc.At("2026-03-02 12:00:00");

    private static Rotation WaitingForTheWindow => RotationBuilder.Scheduled(RotationTrigger.Routine, "2026-03-02 11:00:00") with { Hold = Hold.WindowClosed, HoldUntil = Utc.At("2026-03-03 02:00:00") };

    [Test]
    public async Task A_rotation_that_waited_for_its_window_and_was_raised_to_an_emergency_is_started_at_once() =>
        Assert.That(await StartedAsync(WaitingForTheWindow with { Trigger = RotationTrigger.SecurityBreach, Priority = RotationPriority.Emergency, OutsideWindow = true }), Is.Not.Empty);

    [Test]
    public async Task A_rotation_that_waited_for_its_window_and_was_executed_is_started_although_its_trigger_was_lost() =>
        Assert.That(await StartedAsync(WaitingForTheWindow with { OutsideWindow = true }), Is.Not.Empty);

    [Test]
    public async Task A_rotation_of_a_key_type_that_this_node_is_not_configured_with_is_left_to_others() =>
        Assert.That(await StartedAsync(RotationBuilder.Scheduled(RotationTrigger.NoActiveKey, "2026-03-02 11:00:00") with { KeyType = "of_another_deployment" }), Is.Empty);

    private static async Task<IReadOnlyList<string>> StartedAsync(Rotation rotation)
    {
        var board = new PauseBoard(new FixedPauses(PausesInForce.None));
        await board.RefreshAsync(CancellationToken.None);
        var rules = new RotationRules(new KeyTypePolicies(BuiltInKeyTypes.All), new MaintenanceWindow(), isEnabled: true, board, new ClockGuard());
        var schedule = new AskedSchedule();

        await new RotationWatch(new OpenRotations(rotation), new HeldClaims(), rules, schedule, new FakeTimeProvider(Now)).RunAsync(CancellationToken.None);

        return schedule.Now;
    }
}
