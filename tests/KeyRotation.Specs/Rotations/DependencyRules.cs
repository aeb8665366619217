using KeyRotation.Policies;
using KeyRotation.Rotations;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

/// <summary>`rotate_after`: here tokens rotate after the database.</summary>
public sealed class DependencyRules
{
    private static readonly DateTimeOffset Now = Moment.At("2026-11-24 03:00");
    private static readonly KeyTypePolicies Policies =
        new([.. BuiltInKeyTypes.All.Select(policy => policy.Name == "token_encryption" ? policy with { RotateAfter = ["database_encryption"] } : policy)]);

    private static readonly Rotation Tokens = Open.Rotation(RotationTrigger.Routine, "token_encryption");
    private static readonly Rotation Database = Open.Rotation(RotationTrigger.Routine, "database_encryption");
    private static readonly Rotation Files = Open.Rotation(RotationTrigger.Routine, "file_encryption");

    private static IEnumerable<RotationState> AtWork => [RotationState.Generating, RotationState.Propagating, RotationState.Migrating, RotationState.Verifying];

    [Test]
    public void Of_two_that_have_not_begun_the_one_that_comes_after_waits_for_the_other()
    {
        Assert.That(HoldOf(Tokens, Database), Is.EqualTo(Hold.Dependency));
        Assert.That(HoldOf(Database, Tokens), Is.Null);
    }

    [Test]
    public void It_says_which_one_it_waits_for() =>
        Assert.That(
            RotationDependencies.HoldOf(Tokens, [Tokens, Database], Policies, _ => true, Now),
            Is.EqualTo(new RotationHold(Hold.Dependency, Now.AddSeconds(30), $"token_encryption and database_encryption must not overlap; rotation {Database.Id} of database_encryption goes first.")));

    [Test]
    public void One_that_may_not_run_now_is_not_waited_for() => Assert.That(HoldOf(Tokens, Database, mayRun: _ => false), Is.Null);

    [TestCaseSource(nameof(AtWork))]
    public void One_at_work_is_waited_for_whichever_comes_first_and_whatever_holds_it_meanwhile(RotationState state)
    {
        Assert.That(HoldOf(Tokens, Database with { State = state }, mayRun: _ => false), Is.EqualTo(Hold.Dependency));
        Assert.That(HoldOf(Database, Tokens with { State = state }, mayRun: _ => false), Is.EqualTo(Hold.Dependency));
    }

    [TestCaseSource(nameof(AtWork))]
    public void Of_two_at_work_only_the_one_that_comes_after_waits(RotationState state)
    {
        Assert.That(HoldOf(Tokens with { State = state }, Database with { State = state }), Is.EqualTo(Hold.Dependency));
        Assert.That(HoldOf(Database with { State = state }, Tokens with { State = state }), Is.Null);
    }

    [TestCaseSource(nameof(AtWork))]
    public void One_at_work_does_not_wait_for_one_that_has_not_begun(RotationState state) =>
        Assert.That(HoldOf(Tokens with { State = state }, Database), Is.Null);

    [Test]
    public void A_failed_one_is_not_waited_for_or_it_would_block_the_other_until_somebody_comes() =>
        Assert.That(HoldOf(Tokens, Database with { State = RotationState.Failed }), Is.Null);

    [Test]
    public void An_emergency_waits_for_nobody() =>
        Assert.That(HoldOf(Tokens with { Priority = RotationPriority.Emergency }, Database with { State = RotationState.Migrating }), Is.Null);

    [Test]
    public void Others_overlap_as_they_like() => Assert.That(HoldOf(Files, Database with { State = RotationState.Migrating }), Is.Null);

    [Test]
    public void There_is_always_one_that_may_go([ValueSource(nameof(Either))] RotationState tokens, [ValueSource(nameof(Either))] RotationState database)
    {
        var holds = new[] { HoldOf(Tokens with { State = tokens }, Database with { State = database }), HoldOf(Database with { State = database }, Tokens with { State = tokens }) };

        Assert.That(holds, Has.Some.Null);
    }

    private static IEnumerable<RotationState> Either => AtWork.Prepend(RotationState.Scheduled);

    private static Hold? HoldOf(Rotation rotation, Rotation other, Func<Rotation, bool>? mayRun = null) =>
        RotationDependencies.HoldOf(rotation, [rotation, other], Policies, mayRun ?? (_ => true), Now)?.Hold;
}
