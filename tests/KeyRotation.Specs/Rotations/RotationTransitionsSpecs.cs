using KeyRotation.Rotations;
using KeyRotation.Specs.Architecture;
using static KeyRotation.Rotations.RotationState;

namespace KeyRotation.Specs.Rotations;

public sealed class RotationTransitionsSpecs
{
    private const string Chart = "Rotations";

    private static readonly RotationState[] States = Enum.GetValues<RotationState>();
    private static readonly RotationState[] Ends = [Completed, RolledBack, Cancelled, Superseded];
    private static readonly RotationState[] Working = [Generating, Propagating, Migrating, Verifying];

    private static readonly HashSet<(RotationState From, RotationState To)> Rules =
    [
        (Scheduled, Generating), (Generating, Propagating), (Propagating, Migrating), (Migrating, Verifying), (Verifying, Completed),
        // A first key has nothing to migrate.
        (Propagating, Completed),
        .. Working.Select(state => (state, Failed)),
        .. Working.Select(state => (Failed, state)),
        (Failed, Completed), (Failed, RollingBack), (RollingBack, RolledBack),
        // A rollback that fails is retried, or accepted.
        (RollingBack, Failed), (Failed, RolledBack),
        (Scheduled, Cancelled), (Generating, Cancelled), (Propagating, Cancelled),
        .. States.Except(Ends).Select(state => (state, Superseded)),
    ];

    private static IEnumerable<TestCaseData> EveryPair =>
        from fromState in States
        from toState in States
        select new TestCaseData(fromState, toState);

    [TestCaseSource(nameof(EveryPair))]
    public void A_pair_is_permitted_exactly_when_the_rules_name_it(RotationState from, RotationState to) =>
        Assert.That(RotationTransitions.IsPermitted(from, to), Is.EqualTo(Rules.Contains((from, to))));

    [TestCaseSource(nameof(EveryPair))]
    public void A_move_that_is_none_of_the_chart_is_refused_by_name(RotationState from, RotationState to)
    {
        if (from == to || Rules.Contains((from, to)))
            Assert.That(() => RotationTransitions.Require(from, to), Throws.Nothing);
        else
            Assert.That(() => RotationTransitions.Require(from, to), Throws.InvalidOperationException.With.Message.Contains($"from {from} to {to}"));
    }

    [Test]
    public void The_chart_shows_exactly_the_permitted_moves()
    {
        var permitted = EveryMove().Select(move => (StateChart.NameOf(move.From), StateChart.NameOf(move.To)));

        Assert.That(StateChart.Moves(Chart), Is.EquivalentTo(permitted));
    }

    [Test]
    public void The_chart_ends_where_no_move_leads_on()
    {
        Assert.That(StateChart.Ends(Chart), Is.EquivalentTo(Ends.Select(state => StateChart.NameOf(state))));
        Assert.That(EveryMove().Where(move => Ends.Contains(move.From)), Is.Empty);
    }

    [Test]
    public void Every_state_can_be_reached_from_scheduled()
    {
        HashSet<RotationState> reached = [Scheduled];
        while (EveryMove().Where(move => reached.Contains(move.From)).Select(move => move.To).Where(reached.Add).ToArray().Length > 0)
        {
        }

        Assert.That(reached, Is.EquivalentTo(States));
    }

    [Test]
    public void Every_open_state_can_reach_an_end() =>
        Assert.That(States.Except(Ends).Where(state => !EveryMove().Any(move => move.From == state && Ends.Contains(move.To))), Is.Empty);

    [Test]
    public void A_rotation_that_has_activated_its_version_is_not_cancelled() =>
        Assert.That(EveryMove().Where(move => move.To == Cancelled).Select(move => move.From), Is.EquivalentTo(new[] { Scheduled, Generating, Propagating }));

    [Test]
    public void Every_hold_is_explained_in_the_chart_of_states()
    {
        var holds = Enum.GetValues<Hold>().Select(hold => $"| `{StateChart.NameOf(hold)}` |");

        Assert.That(holds.Where(hold => !Repository.Read("docs/states.md").Contains(hold)), Is.Empty);
    }

    private static (RotationState From, RotationState To)[] EveryMove() =>
        [.. from fromState in States from toState in States where RotationTransitions.IsPermitted(fromState, toState) select (fromState, toState)];
}
