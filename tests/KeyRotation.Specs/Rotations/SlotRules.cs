using KeyRotation.Claims;
using KeyRotation.Nodes;
using KeyRotation.Pauses;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

public sealed class SlotRules
{
    private static readonly DateTimeOffset InWindow = Moment.At("2026-11-24 03:00");
    private static readonly Rotation First = Open.Rotation(RotationTrigger.Routine, "token_encryption", scheduled: "2026-11-24 02:00:00");
    private static readonly Rotation Second = Open.Rotation(RotationTrigger.Routine, "database_encryption", scheduled: "2026-11-24 02:00:01");
    private static readonly Rotation Third = Open.Rotation(RotationTrigger.Routine, "session_encryption", scheduled: "2026-11-24 02:00:02");

    private static readonly Rotation Elsewhere = Open.Rotation(RotationTrigger.Routine, "api_signature", scheduled: "2026-11-24 01:00:00");
    private static readonly Rotation Emergency = Open.Rotation(RotationTrigger.SecurityBreach, "file_encryption", scheduled: "2026-11-24 02:00:03");
    private static readonly Fence Fence = new(new Claim("rotation:file_encryption", "node-1", 1));

    [TestCase(RotationState.Scheduled, true)]
    [TestCase(RotationState.Generating, true)]
    [TestCase(RotationState.Propagating, false)]
    [TestCase(RotationState.Migrating, true)]
    [TestCase(RotationState.Verifying, true)]
    public void Only_waiting_for_consumers_needs_no_slot(RotationState state, bool isNeeded) => Assert.That(RotationSlots.IsNeededBy(Open.Rotation(RotationTrigger.Routine) with { State = state }), Is.EqualTo(isNeeded));

    [Test]
    public void A_rollback_needs_one_from_the_moment_that_data_move()
    {
        var rollback = Open.Rotation(RotationTrigger.Routine) with { State = RotationState.RollingBack };

        Assert.That(RotationSlots.IsNeededBy(rollback), Is.False);
        Assert.That(RotationSlots.IsNeededBy(rollback with { ReactivatedAt = Moment.At("2026-11-24") }), Is.True);
    }

    [Test]
    public async Task The_first_two_get_a_slot_each()
    {
        var slots = new HeldSlots();

        Assert.That((await TakeAsync(First, slots, First, Second)).Slot?.Name, Is.EqualTo("slot:1"));
        Assert.That((await TakeAsync(Second, slots, First with { State = RotationState.Migrating }, Second)).Slot?.Name, Is.EqualTo("slot:2"));
    }

    [Test]
    public async Task An_emergency_takes_one_of_a_key_type_that_this_node_does_not_know_only_where_there_is_no_other()
    {
        var unknown = Elsewhere with { KeyType = "payroll", State = RotationState.Migrating };
        var known = Second with { State = RotationState.Migrating };
        var (both, alone) = (Held(unknown, known), Held(unknown, unknown));

        await TakeAsync(Emergency, both, unknown, known, Emergency);
        var (slot, _) = await TakeAsync(Emergency, alone, unknown, Emergency);

        Assert.That(both.Preempted.Keys, Is.EqualTo(new[] { known.Id }));
        Assert.That((slot is null, alone.Preempted.ContainsKey(unknown.Id)), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task Where_all_are_at_work_a_rotation_waits_and_says_so()
    {
        var (slot, hold) = await TakeAsync(First, Held(Elsewhere, Elsewhere), First);

        Assert.That(slot, Is.Null);
        Assert.That(hold, Is.EqualTo(new RotationHold(Hold.NoSlot, InWindow.AddSeconds(5), "All 2 slots are at work.")));
    }

    [Test]
    public async Task A_slot_that_is_free_is_left_for_the_one_that_goes_first()
    {
        var (slot, hold) = await TakeAsync(Second, Held(Elsewhere), First, Second);

        Assert.That(slot, Is.Null);
        Assert.That(hold, Is.EqualTo(new RotationHold(Hold.NoSlot, InWindow.AddSeconds(5), "token_encryption goes first.")));
    }

    [Test]
    public async Task The_third_in_the_queue_takes_none_of_two_free_slots() =>
        Assert.That((await TakeAsync(Third, new HeldSlots(), First, Second, Third)).Hold?.Detail, Is.EqualTo("token_encryption, database_encryption goes first."));

    [Test]
    public async Task A_rotation_takes_the_slot_where_the_one_before_it_is_paused()
    {
        var paused = new Pause(First.KeyType, "audit", "ada", InWindow, null);

        Assert.That((await TakeAsync(Second, Held(Elsewhere), [paused], First, Second)).Slot?.Name, Is.EqualTo("slot:2"));
    }

    [Test]
    public async Task A_rotation_that_must_not_overlap_with_one_at_work_waits_for_it_though_a_slot_is_free()
    {
        var policies = new KeyTypePolicies([.. BuiltInKeyTypes.All.Select(policy => policy.Name == Second.KeyType ? policy with { RotateAfter = [First.KeyType] } : policy)]);

        var (slot, hold) = await TakeAsync(Second, Held(Elsewhere), [], policies, First with { State = RotationState.Migrating }, Second);

        Assert.That((slot, hold?.Hold), Is.EqualTo(((Claim?)null, (Hold?)Hold.Dependency)));
    }

    [Test]
    public async Task A_rotation_that_another_node_takes_over_keeps_its_slot_and_waits_for_nobody()
    {
        var slots = Held(First, Second);

        Assert.That((await TakeAsync(Second with { State = RotationState.Migrating }, slots, First, Second, Third)).Slot?.Name, Is.EqualTo("slot:2"));
    }

    [Test]
    public async Task An_emergency_takes_the_slot_of_the_last_in_the_queue_of_those_at_work()
    {
        var slots = Held(Second, First);

        var (slot, _) = await TakeAsync(Emergency, slots, First with { State = RotationState.Migrating }, Second with { State = RotationState.Migrating }, Emergency);

        Assert.That(slot?.Name, Is.EqualTo("slot:1"));
        Assert.That(slots.Preempted[Second.Id], Is.EqualTo(new RotationHold(Hold.Preempted, InWindow.AddSeconds(5), $"Emergency rotation {Emergency.Id} of file_encryption took its slot.")));
    }

    [Test]
    public async Task An_emergency_takes_a_free_slot_before_it_takes_one_from_anybody()
    {
        var slots = Held(First);

        Assert.That((await TakeAsync(Emergency, slots, First with { State = RotationState.Migrating }, Emergency)).Slot?.Name, Is.EqualTo("slot:2"));
        Assert.That(slots.Preempted, Is.Empty);
    }

    [Test]
    public async Task Emergencies_do_not_preempt_emergencies()
    {
        var other = Open.Rotation(RotationTrigger.IncidentResponse, "token_encryption", scheduled: "2026-11-24 02:00:00") with { State = RotationState.Migrating };
        var another = Open.Rotation(RotationTrigger.IncidentResponse, "database_encryption", scheduled: "2026-11-24 02:00:00") with { State = RotationState.Migrating };

        Assert.That((await TakeAsync(Emergency, Held(other, another), other, another, Emergency)).Hold?.Hold, Is.EqualTo(Hold.NoSlot));
    }

    [Test]
    public async Task Nothing_but_an_emergency_preempts() =>
        Assert.That((await TakeAsync(Open.Rotation(RotationTrigger.SeverelyOverdue, "file_encryption"), Held(First, Second), First, Second)).Slot, Is.Null);

    [Test]
    public async Task A_rotation_whose_slot_was_taken_says_so_until_it_has_one_again()
    {
        var victim = First with { State = RotationState.Migrating, Hold = Hold.Preempted, HoldDetail = "An emergency took its slot." };

        Assert.That((await TakeAsync(victim, Held(Elsewhere, Emergency), victim, Emergency)).Hold, Is.EqualTo(new RotationHold(Hold.Preempted, InWindow.AddSeconds(5), "An emergency took its slot.")));
    }

    private static HeldSlots Held(params Rotation[] rotations) => new([.. rotations.Select((rotation, index) => new HeldSlot(index + 1, rotation.Id))]);

    private static Task<(Claim? Slot, RotationHold? Hold)> TakeAsync(Rotation rotation, HeldSlots slots, params Rotation[] open) => TakeAsync(rotation, slots, [], open);

    private static Task<(Claim? Slot, RotationHold? Hold)> TakeAsync(Rotation rotation, HeldSlots slots, Pause[] pauses, params Rotation[] open) =>
        TakeAsync(rotation, slots, pauses, new KeyTypePolicies(BuiltInKeyTypes.All), open);

    private static async Task<(Claim? Slot, RotationHold? Hold)> TakeAsync(Rotation rotation, HeldSlots slots, Pause[] pauses, KeyTypePolicies policies, params Rotation[] open)
    {
        var board = new PauseBoard(new FixedPauses(new PausesInForce(pauses)));
        await board.RefreshAsync(CancellationToken.None);
        var rules = new RotationRules(policies, new MaintenanceWindow(), isEnabled: true, board, new ClockGuard());
        return await new RotationSlots(slots, new OpenRotations(open), new AgedKeys(First.KeyType), rules, maxConcurrentRotations: 2).TryTakeAsync(rotation, Fence, InWindow, CancellationToken.None);
    }

}
