using KeyRotation.Pauses;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Rotations;

/// <summary>Which pause covers a key type at a moment, and what a command makes of the pauses that there are.</summary>
public sealed class PausesInForceRules
{
    private static readonly string[] KeyTypes = ["token_encryption", "database_encryption", "file_encryption"];
    private static readonly DateTimeOffset Now = Moment.At("2026-11-24 12:00");
    private static readonly Pause Everything = new(Pause.Everything, "audit", "ada", Now.AddHours(-1), null);
    private static readonly Pause Tokens = new("token_encryption", "tokens only", "bob", Now.AddHours(-2), null);

    [Test]
    public void A_pause_of_everything_covers_every_key_type() =>
        Assert.That(KeyTypes.Select(keyType => Of(Everything).Of(keyType, Now)), Is.All.EqualTo(Everything));

    [Test]
    public void A_pause_of_one_key_type_covers_no_other()
    {
        Assert.That(Of(Tokens).Of("token_encryption", Now), Is.EqualTo(Tokens));
        Assert.That(Of(Tokens).Of("database_encryption", Now), Is.Null);
        Assert.That(Of(Tokens).OfEverything(Now), Is.Null);
    }

    [Test]
    public void Where_both_hold_a_key_type_the_pause_of_everything_is_shown() =>
        Assert.That(Of(Tokens, Everything).Of("token_encryption", Now), Is.EqualTo(Everything));

    [Test]
    public void A_pause_of_everything_that_is_over_leaves_the_key_types_own()
    {
        var over = Everything with { Until = Now };

        Assert.That(Of(over, Tokens).Of("token_encryption", Now), Is.EqualTo(Tokens));
        Assert.That(Of(over, Tokens).OfEverything(Now), Is.Null);
    }

    [TestCase("2026-11-24 11:59:59", true)]
    [TestCase("2026-11-24 12:00:00", false)]
    public void A_pause_is_over_with_its_very_moment(string now, bool isInForce)
    {
        var pause = Everything with { Until = Now };

        Assert.That(pause.IsInForce(Moment.At(now)), Is.EqualTo(isInForce));
        Assert.That(Of(pause).At(Moment.At(now)).All, Has.Count.EqualTo(isInForce ? 1 : 0));
    }

    [Test]
    public void At_a_moment_only_what_is_over_is_left_out() =>
        Assert.That(Of(Everything with { Until = Now }, Tokens).At(Now).All, Is.EqualTo(new[] { Tokens }));

    [Test]
    public void A_second_pause_of_the_same_scope_replaces_the_first()
    {
        var longer = Everything with { By = "bob", Reason = "longer", Until = Now.AddDays(1) };

        Assert.That(Of(Everything, Tokens).With(longer).All, Is.EqualTo(new[] { Tokens, longer }));
    }

    [Test]
    public void Pauses_of_different_scopes_stand_side_by_side() =>
        Assert.That(PausesInForce.None.With(Tokens).With(Everything).All, Is.EqualTo(new[] { Tokens, Everything }));

    [Test]
    public void When_all_resume_nothing_is_paused_any_more() => Assert.That(Of(Everything, Tokens).Without(null, KeyTypes).All, Is.Empty);

    [Test]
    public void When_one_key_type_resumes_its_own_pause_ends_and_others_stay()
    {
        var files = Tokens with { Scope = "file_encryption" };

        Assert.That(Of(Tokens, files).Without("token_encryption", KeyTypes).All, Is.EqualTo(new[] { files }));
    }

    [Test]
    public void When_one_key_type_resumes_from_a_pause_of_everything_each_other_stays_paused_as_it_was() =>
        Assert.That(Of(Everything).Without("token_encryption", KeyTypes).All,
            Is.EqualTo(new[] { Everything with { Scope = "database_encryption" }, Everything with { Scope = "file_encryption" } }));

    [Test]
    public void A_key_type_with_a_pause_of_its_own_keeps_that_one()
    {
        var files = new Pause("file_encryption", "files only", "bob", Now.AddHours(-3), Now.AddHours(3));

        Assert.That(Of(Everything, files).Without("token_encryption", KeyTypes).All, Is.EqualTo(new[] { files, Everything with { Scope = "database_encryption" } }));
    }

    [Test]
    public void The_key_type_that_resumed_runs_and_the_others_do_not()
    {
        var left = Of(Everything, Tokens).Without("token_encryption", KeyTypes);

        Assert.That(KeyTypes.Select(keyType => left.Of(keyType, Now) is not null), Is.EqualTo(new[] { false, true, true }));
    }

    [Test]
    public void Key_types_that_resume_one_after_the_other_end_where_all_resume()
    {
        var left = KeyTypes.Aggregate(Of(Everything), (pauses, keyType) => pauses.Without(keyType, KeyTypes));

        Assert.That(left.All, Is.Empty);
    }

    [Test]
    public void To_resume_what_is_not_paused_changes_nothing() => Assert.That(Of(Tokens).Without("file_encryption", KeyTypes).All, Is.EqualTo(new[] { Tokens }));

    [Test]
    public void A_pause_says_who_since_when_until_when_and_why() =>
        Assert.That((Everything with { Until = Now }).Describe(), Is.EqualTo("Paused by ada since 2026-11-24T11:00:00Z until 2026-11-24T12:00:00Z: audit."));

    [Test]
    public void A_pause_without_an_end_and_a_reason_says_the_rest() =>
        Assert.That((Everything with { Reason = "" }).Describe(), Is.EqualTo("Paused by ada since 2026-11-24T11:00:00Z."));

    private static PausesInForce Of(params Pause[] pauses) => new(pauses);
}
