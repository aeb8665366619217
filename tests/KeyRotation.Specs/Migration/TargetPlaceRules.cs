using KeyRotation.Migration;

namespace KeyRotation.Specs.Migration;

/// <summary>Who counts less than what is registered counts nothing; who counts more may.</summary>
public sealed class TargetPlaceRules
{
    private static readonly TargetPlace Registered = new("tokens", "postgresql app at db:5432", "app.tokens", "app.tokens_history");

    [Test]
    public void The_same_place_does_not_differ() => Assert.That((Registered with { }).DifferenceFrom(Registered), Is.Null);

    [Test]
    public void Another_database_table_or_history_is_named()
    {
        Assert.That((Registered with { Database = "postgresql app at other:5432" }).DifferenceFrom(Registered), Does.Contain("database postgresql app at db:5432"));
        Assert.That((Registered with { Table = "app.tokens_copy" }).DifferenceFrom(Registered), Does.Contain("table app.tokens").And.Contain("app.tokens_copy"));
        Assert.That((Registered with { History = null }).DifferenceFrom(Registered), Does.Contain("history app.tokens_history").And.Contain("configured with none"));
        Assert.That((Registered with { History = "app.other" }).DifferenceFrom(Registered), Does.Contain("history app.tokens_history"));
    }

    [Test]
    public void A_history_that_is_not_registered_is_more_than_what_is() =>
        Assert.That((Registered.DifferenceFrom(Registered with { History = null }), Registered.Extends(Registered with { History = null })), Is.EqualTo(((string?)null, true)));

    [Test]
    public void A_history_in_another_table_s_stead_does_not_extend_it() =>
        Assert.That((Registered with { Table = "app.tokens_copy" }).Extends(Registered with { History = null }), Is.False);

    [Test]
    public void An_entry_without_a_place_takes_the_first_that_is_named() =>
        Assert.That((Registered.DifferenceFrom(null), Registered.Extends(null)), Is.EqualTo(((string?)null, true)));
}
