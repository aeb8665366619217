using KeyRotation.Claims;
using KeyRotation.Keys;
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

    [TestCase(RotationState.Scheduled, true)]
    [TestCase(RotationState.Generating, true)]
    [TestCase(RotationState.Propagating, false)]
    [TestCase(RotationState.Migrating, true)]
    [TestCase(RotationState.Verifying, true)]
    public void Only_waiting_for_consumers_needs_no_slot(RotationState state, bool isNeeded) => Assert.That(RotationSlots.IsNeededIn(state), Is.EqualTo(isNeeded));

    [Test]
    public async Task The_first_two_get_a_slot_each()
    {
        var claims = new HeldClaims();

        Assert.That((await TakeAsync(First, claims, First, Second)).Slot?.Name, Is.EqualTo("slot:1"));
        Assert.That((await TakeAsync(Second, claims, First with { State = RotationState.Migrating }, Second)).Slot?.Name, Is.EqualTo("slot:2"));
    }

    [Test]
    public async Task Where_all_are_at_work_a_rotation_waits_and_says_so()
    {
        var (slot, hold) = await TakeAsync(First, new HeldClaims("slot:1", "slot:2"), First);

        Assert.That(slot, Is.Null);
        Assert.That(hold, Is.EqualTo(new RotationHold(Hold.NoSlot, InWindow.AddSeconds(5), "All 2 slots are at work.")));
    }

    [Test]
    public async Task A_slot_that_is_free_is_left_for_the_one_that_goes_first()
    {
        var (slot, hold) = await TakeAsync(Second, new HeldClaims("slot:1"), First, Second);

        Assert.That(slot, Is.Null);
        Assert.That(hold, Is.EqualTo(new RotationHold(Hold.NoSlot, InWindow.AddSeconds(5), "token_encryption goes first.")));
    }

    [Test]
    public async Task The_third_in_the_queue_takes_none_of_two_free_slots() =>
        Assert.That((await TakeAsync(Third, new HeldClaims(), First, Second, Third)).Hold?.Detail, Is.EqualTo("token_encryption, database_encryption goes first."));

    [Test]
    public async Task A_rotation_takes_the_slot_where_the_one_before_it_is_paused()
    {
        var paused = new Pause(First.KeyType, "audit", "ada", InWindow, null);

        Assert.That((await TakeAsync(Second, new HeldClaims("slot:1"), [paused], First, Second)).Slot?.Name, Is.EqualTo("slot:2"));
    }

    [Test]
    public async Task A_rotation_that_must_not_overlap_with_one_at_work_waits_for_it_though_a_slot_is_free()
    {
        var policies = new KeyTypePolicies([.. BuiltInKeyTypes.All.Select(policy => policy.Name == Second.KeyType ? policy with { RotateAfter = [First.KeyType] } : policy)]);

        var (slot, hold) = await TakeAsync(Second, new HeldClaims("slot:1"), [], policies, First with { State = RotationState.Migrating }, Second);

        Assert.That((slot, hold?.Hold), Is.EqualTo(((Claim?)null, (Hold?)Hold.Dependency)));
    }

    private static Task<(Claim? Slot, RotationHold? Hold)> TakeAsync(Rotation rotation, HeldClaims claims, params Rotation[] open) => TakeAsync(rotation, claims, [], open);

    private static Task<(Claim? Slot, RotationHold? Hold)> TakeAsync(Rotation rotation, HeldClaims claims, Pause[] pauses, params Rotation[] open) =>
        TakeAsync(rotation, claims, pauses, new KeyTypePolicies(BuiltInKeyTypes.All), open);

    private static async Task<(Claim? Slot, RotationHold? Hold)> TakeAsync(Rotation rotation, HeldClaims claims, Pause[] pauses, KeyTypePolicies policies, params Rotation[] open)
    {
        var board = new PauseBoard(new FixedPauses(new PausesInForce(pauses)));
        await board.RefreshAsync(CancellationToken.None);
        var rules = new RotationRules(policies, new MaintenanceWindow(), isEnabled: true, board, new ClockGuard());
        return await new RotationSlots(claims, new OpenRotations(open), new AgedKeys(), rules, maxConcurrentRotations: 2).TryTakeAsync(rotation, InWindow, CancellationToken.None);
    }

    /// <summary>Of it nothing else is asked: a call that a spec does not foresee is a change of behaviour, and fails it.</summary>
    private sealed class AgedKeys : IKeyStore
    {
        public Task<IReadOnlyList<KeyVersion>> ListVersionsAsync(string? keyType, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<KeyVersion>>([.. BuiltInKeyTypes.All.Select(policy => Key.Active(policy.Name, policy.Name == First.KeyType ? "2026-05-01" : "2026-05-02"))]);

        public Task<IReadOnlyList<KeyTypeRecord>> ListKeyTypesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Guid> IncarnationAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
