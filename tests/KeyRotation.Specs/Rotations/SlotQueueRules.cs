using KeyRotation.Keys;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

/// <summary>Who goes ahead of a rotation that asks for a slot.</summary>
public sealed class SlotQueueRules
{
    private static readonly DateTimeOffset Now = Moment.At("2026-11-24 03:00");
    private static readonly KeyTypePolicies Policies = new(BuiltInKeyTypes.All);
    private static readonly Rotation Earlier = Open.Rotation(RotationTrigger.Routine, "api_signature", scheduled: "2026-11-24 02:00:00");
    private static readonly Rotation Asking = Open.Rotation(RotationTrigger.Routine, "token_encryption", scheduled: "2026-11-24 02:00:01");

    [Test]
    public void Nobody_goes_ahead_of_the_only_one() => Assert.That(AheadOf(Asking, [Asking]), Is.Empty);

    [Test]
    public void One_that_has_not_begun_and_comes_first_in_the_queue_goes_ahead() =>
        Assert.That(AheadOf(Asking, [Asking, Earlier]), Is.EqualTo(new[] { "api_signature" }));

    [Test]
    public void One_that_comes_later_in_the_queue_does_not() =>
        Assert.That(AheadOf(Earlier, [Asking, Earlier]), Is.Empty);

    [TestCase(Hold.NoSlot, true)]
    [TestCase(Hold.Preempted, true)]
    [TestCase(Hold.Consumers, false)]
    [TestCase(Hold.WindowClosed, false)]
    [TestCase(null, false)]
    public void One_that_has_begun_goes_ahead_only_while_it_waits_for_a_slot_itself(Hold? hold, bool goesAhead) =>
        Assert.That(AheadOf(Asking, [Asking, Earlier with { State = RotationState.Migrating, Hold = hold }]), Has.Length.EqualTo(goesAhead ? 1 : 0));

    [Test]
    public void One_that_something_else_holds_is_not_waited_for() =>
        Assert.That(AheadOf(Asking, [Asking, Earlier], mayRun: _ => false), Is.Empty);

    [Test]
    public void A_failed_one_is_not_waited_for() =>
        Assert.That(AheadOf(Asking, [Asking, Earlier with { State = RotationState.Failed, Hold = Hold.NoSlot }]), Is.Empty);

    [Test]
    public void One_of_a_key_type_that_this_configuration_does_not_have_is_not_waited_for() =>
        Assert.That(AheadOf(Asking, [Asking, Open.Rotation(RotationTrigger.NoActiveKey, "gone_encryption")]), Is.Empty);

    [Test]
    public void Nothing_routine_goes_ahead_of_an_emergency() =>
        Assert.That(AheadOf(Open.Rotation(RotationTrigger.SecurityBreach, "session_encryption", scheduled: "2026-11-24 02:59"), [Asking, Earlier]), Is.Empty);

    private static string[] AheadOf(Rotation rotation, Rotation[] open, Func<Rotation, bool>? mayRun = null)
    {
        KeyVersion[] versions = [.. BuiltInKeyTypes.All.Select(policy => Key.Active(policy.Name, "2026-08-01"))];
        return [.. RotationQueue.Ahead(rotation, open, Policies, versions, mayRun ?? (_ => true), Now).Select(other => other.KeyType)];
    }
}
