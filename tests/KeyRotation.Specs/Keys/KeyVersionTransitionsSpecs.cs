using KeyRotation.Keys;
using KeyRotation.Specs.Architecture;
using static KeyRotation.Keys.KeyVersionState;

namespace KeyRotation.Specs.Keys;

public sealed class KeyVersionTransitionsSpecs
{
    private const string Chart = "Key versions";

    private static readonly KeyVersionState[] States = Enum.GetValues<KeyVersionState>();

    private static readonly (KeyVersionState From, KeyVersionState To)[] Rules =
    [
        (Pending, Active), (Active, Grace), (Grace, Disabled), (Disabled, Retired), (Retired, Destroyed),
        (Pending, Disabled),
        (Grace, Active),
        (Disabled, Grace),
    ];

    private static IEnumerable<TestCaseData> EveryPair =>
        from fromState in States
        from toState in States
        select new TestCaseData(fromState, toState);

    [TestCaseSource(nameof(EveryPair))]
    public void A_pair_is_permitted_exactly_when_the_rules_name_it(KeyVersionState from, KeyVersionState to) =>
        Assert.That(KeyVersionTransitions.IsPermitted(from, to), Is.EqualTo(Rules.Contains((from, to))));

    [Test]
    public void The_chart_shows_exactly_the_permitted_moves()
    {
        var permitted = EveryMove().Select(move => (StateChart.NameOf(move.From), StateChart.NameOf(move.To)));

        Assert.That(StateChart.Moves(Chart), Is.EquivalentTo(permitted));
    }

    [Test]
    public void The_chart_ends_where_no_move_leads_on()
    {
        var ends = States.Where(state => EveryMove().All(move => move.From != state)).Select(state => StateChart.NameOf(state));

        Assert.That(StateChart.Ends(Chart), Is.EquivalentTo(ends));
        Assert.That(ends, Is.EqualTo(new[] { "destroyed" }));
    }

    [Test]
    public void Nothing_comes_back_from_retired_but_destruction() =>
        Assert.That(EveryMove().Where(move => move.From == Retired).Select(move => move.To), Is.EqualTo(new[] { Destroyed }));

    [Test]
    public void A_version_encrypts_only_after_it_was_pending_or_in_grace() =>
        Assert.That(EveryMove().Where(move => move.To == Active).Select(move => move.From), Is.EquivalentTo(new[] { Pending, Grace }));

    [Test]
    public void An_active_version_only_ever_goes_to_grace() =>
        Assert.That(EveryMove().Where(move => move.From == Active).Select(move => move.To), Is.EqualTo(new[] { Grace }));

    [Test]
    public void A_version_is_retired_only_after_it_was_disabled() =>
        Assert.That(EveryMove().Where(move => move.To == Retired).Select(move => move.From), Is.EqualTo(new[] { Disabled }));

    [TestCase(Pending, true)]
    [TestCase(Active, true)]
    [TestCase(Grace, true)]
    [TestCase(Disabled, false)]
    [TestCase(Retired, false)]
    [TestCase(Destroyed, false)]
    public void Consumers_hold_pending_active_and_grace_versions_only(KeyVersionState state, bool isReadable)
    {
        var version = new KeyVersion { KeyType = "token_encryption", Version = 1, State = state, CreatedAt = Utc.At("2026-01-01"), KekId = "file:1", CheckValue = [] };

        Assert.That(version.IsReadable, Is.EqualTo(isReadable));
    }

    private static (KeyVersionState From, KeyVersionState To)[] EveryMove() =>
        [.. from fromState in States from toState in States where KeyVersionTransitions.IsPermitted(fromState, toState) select (fromState, toState)];
}
