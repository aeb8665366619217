using KeyRotation.Keys;
using KeyRotation.Restores;

namespace KeyRotation.Specs.Restores;

/// <summary>What the store has and escrow lacks.</summary>
public sealed class UncopiedSpecs
{
    [TestCase(KeyVersionState.Active, true)]
    [TestCase(KeyVersionState.Grace, true)]
    [TestCase(KeyVersionState.Disabled, true)]
    // Copied behind its insert: one that a killed process left has no copy yet.
    [TestCase(KeyVersionState.Pending, false)]
    [TestCase(KeyVersionState.Retired, false)]
    [TestCase(KeyVersionState.Destroyed, false)]
    public void A_version_that_can_open_something_has_a_copy(KeyVersionState state, bool isMissed)
    {
        Assert.That(EscrowComparison.Uncopied([2], [Version(1, state), Version(2, KeyVersionState.Active)]), Is.EqualTo(isMissed ? new[] { 1 } : []));
    }

    [Test]
    public void An_empty_escrow_lacks_all_of_them()
    {
        Assert.That(EscrowComparison.Uncopied([], [Version(2, KeyVersionState.Active), Version(1, KeyVersionState.Grace)]), Is.EqualTo(new[] { 1, 2 }));
    }

    private static KeyVersion Version(int number, KeyVersionState state) => new()
    {
        KeyType = "token_encryption",
        Version = number,
        State = state,
        CreatedAt = Utc.At("2026-03-01 02:00:00"),
        KekId = "kek",
        WrappedRecord = [1],
        CheckValue = [1],
    };
}
