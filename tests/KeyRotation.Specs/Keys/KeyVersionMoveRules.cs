using KeyRotation.Keys;

namespace KeyRotation.Specs.Keys;

public sealed class KeyVersionMoveRules
{
    private static IEnumerable<TestCaseData> EveryPair =>
        from fromState in Enum.GetValues<KeyVersionState>()
        from toState in Enum.GetValues<KeyVersionState>()
        select new TestCaseData(fromState, toState);

    [TestCaseSource(nameof(EveryPair))]
    public void A_move_is_refused_by_name_unless_the_chart_has_it(KeyVersionState from, KeyVersionState to)
    {
        if (KeyVersionTransitions.IsPermitted(from, to))
            Assert.That(() => KeyVersionTransitions.Require(from, to), Throws.Nothing);
        else
            Assert.That(() => KeyVersionTransitions.Require(from, to), Throws.InvalidOperationException.With.Message.Contains($"from {from} to {to}"));
    }
}
