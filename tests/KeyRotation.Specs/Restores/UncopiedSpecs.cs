using KeyRotation.Keys;
using KeyRotation.Restores;

namespace KeyRotation.Specs.Restores;

/// <summary>What the store has and escrow lacks.</summary>
public sealed class UncopiedSpecs
{
    [TestCase(KeyVersionState.Active, true)]
    [TestCase(KeyVersionState.Grace, true)]
    [TestCase(KeyVersionState.Disabled, true)]
    [TestCase(KeyVersionState.Pending, false)]
    [TestCase(KeyVersionState.Retired, false)]
    [TestCase(KeyVersionState.Destroyed, false)]
    public void A_version_that_may_open_something_has_a_copy(KeyVersionState state, bool isMissed)
    {
        Assert.That(EscrowComparison.Uncopied([2], [Version(1, state), Version(2, KeyVersionState.Active)]), Is.EqualTo(isMissed ? new[] { 1 } : []));
    }

    [Test]
    public void An_empty_escrow_lacks_all_of_them()
    {
        Assert.That(EscrowComparison.Uncopied([], [Version(2, KeyVersionState.Active), Version(1, KeyVersionState.Grace)]), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void One_that_was_cancelled_before_it_became_active_is_not_missed()
    {
        Assert.That(EscrowComparison.Uncopied([1], [Version(1, KeyVersionState.Active), Version(2, KeyVersionState.Disabled) with { ActivatedAt = null }]), Is.Empty);
    }

    private static KeyVersion Version(int number, KeyVersionState state) => new()
    {
        KeyType = "token_encryption",
        Version = number,
        State = state,
        CreatedAt = Utc.At("2026-03-01 02:00:00"),
        ActivatedAt = state == KeyVersionState.Pending ? null : Utc.At("2026-03-01 02:01:00"),
        KekId = "kek",
        WrappedRecord = [1],
        CheckValue = [1],
    };
}
