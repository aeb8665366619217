using KeyRotation.Keys;
using KeyRotation.Restores;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Restores;

public sealed class EscrowComparisonRules
{
    private static readonly KeyVersion Stored = Key.Active("token_encryption", "2026-01-01");

    [Test]
    public void What_the_store_has_is_not_missing() => Assert.That(Missing(("token_encryption", [Stored.Version])), Is.Empty);

    [Test]
    public void A_version_that_escrow_does_not_have_yet_is_not_missing() => Assert.That(Missing(("token_encryption", [])), Is.Empty);

    [Test]
    public void A_version_that_only_escrow_has_is_missing_in_the_middle_too() =>
        Assert.That(Missing(("token_encryption", [Stored.Version, Stored.Version + 1, Stored.Version + 3]), ("api_signature", [Stored.Version])),
            Is.EqualTo(new[] { ("api_signature", Stored.Version), ("token_encryption", Stored.Version + 1), ("token_encryption", Stored.Version + 3) }));

    private static IReadOnlyList<(string, int)> Missing(params (string KeyType, int[] Versions)[] escrow) =>
        EscrowComparison.Missing(escrow.ToDictionary(type => type.KeyType, type => (IReadOnlyList<int>)type.Versions), [Stored]);
}
