using KeyRotation.Policies;

namespace KeyRotation.Specs.Policies;

public sealed class RollbackAgeRules
{
    private static readonly KeyTypePolicy Tokens = BuiltInKeyTypes.Find("token_encryption")!;

    [Test]
    public void A_key_that_a_rollback_made_active_again_is_as_old_as_before()
    {
        var active = Key.Active("token_encryption", activated: "2026-01-01") with { CreatedAt = Moment.At("2025-12-31") };

        Assert.That(KeyAge.Of(active, Tokens, Moment.At("2026-04-01")).Age, Is.EqualTo(TimeSpan.FromDays(90)));
    }

    [Test]
    public void Without_an_activation_the_age_counts_from_creation()
    {
        var active = Key.Active("token_encryption", activated: "2026-01-01") with { ActivatedAt = null, CreatedAt = Moment.At("2026-01-01") };

        Assert.That(KeyAge.Of(active, Tokens, Moment.At("2026-04-01")).IsDue, Is.True);
    }
}
