using KeyRotation.Keys;
using KeyRotation.Restores;
using KeyRotation.Specs.Policies;

namespace KeyRotation.Specs.Restores;

public sealed class RestoreLookRules
{
    private const string KeyType = "token_encryption";
    private static readonly Guid Incarnation = Guid.Parse("11111111-1111-1111-1111-111111111111");
    private static readonly Guid Next = Guid.Parse("22222222-2222-2222-2222-222222222222");
    private static readonly DateTimeOffset Now = Utc.At("2026-03-01 02:00:00");
    private static readonly DateTimeOffset Before = Utc.At("2026-02-28 02:00:00");

    [Test]
    public void Where_store_and_escrow_are_alike_and_nothing_was_missed_there_is_nothing_to_do() =>
        Assert.That(Look(missing: [], stored: [1, 2]).IsNothing);

    [Test]
    public void What_is_still_missing_is_looked_at_again() => Assert.That(Look(missing: [2], stored: [1], Missed(2)).IsNothing, Is.False);

    [Test]
    public void A_version_that_was_given_up_leaves_nothing_to_do() => Assert.That(Look(missing: [], stored: [1], GivenUp(2)).IsNothing);

    [Test]
    public void What_comes_back_begins_another_incarnation()
    {
        var restore = Restore(Look(missing: [2], stored: [1]), back: [2]);

        Assert.That((restore.Incarnation, restore.Next, restore.At), Is.EqualTo((Incarnation, (Guid?)Next, Now)));
        Assert.That(restore.Back.Select(version => version.Version), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void What_is_missed_for_the_first_time_begins_another_incarnation()
    {
        var restore = Restore(Look(missing: [2], stored: [1]), lost: [Missed(2, Now)]);

        Assert.That((restore.Next, restore.Lost.Single()), Is.EqualTo(((Guid?)Next, Missed(2, Now))));
    }

    [Test]
    public void What_was_missed_before_and_still_does_not_open_is_nothing_new()
    {
        var restore = Restore(Look(missing: [2], stored: [1], Missed(2)), lost: [Missed(2)]);

        Assert.That((restore.Next, restore.IsNothing), Is.EqualTo(((Guid?)null, true)));
    }

    [Test]
    public void Another_problem_of_the_same_version_changes_the_note_and_nothing_else()
    {
        var restore = Restore(Look(missing: [2], stored: [1], Missed(2)), lost: [Missed(2) with { Problem = "is damaged otherwise" }]);

        Assert.That(restore.Reworded.Single().Problem, Is.EqualTo("is damaged otherwise"));
        Assert.That((restore.Next, restore.Lost.Count, restore.IsNothing), Is.EqualTo(((Guid?)null, 0, false)));
    }

    [Test]
    public void A_version_that_comes_back_though_the_copy_had_missed_it_already_begins_another_incarnation()
    {
        var restore = Restore(Look(missing: [2], stored: [1], Missed(2)), back: [2]);

        Assert.That((restore.Next, restore.Over.Single().Version), Is.EqualTo(((Guid?)Next, 2)));
    }

    [Test]
    public void A_note_of_a_version_that_the_store_has_is_over_and_begins_nothing()
    {
        var look = Look(missing: [], stored: [1, 2], Missed(2));
        var restore = Restore(look);

        Assert.That((look.IsNothing, restore.Over.Single().Version, restore.Next), Is.EqualTo((false, 2, (Guid?)null)));
    }

    [Test]
    public void A_missed_version_whose_object_is_gone_is_given_up_and_keeps_its_note()
    {
        var look = Look(missing: [], stored: [1], Missed(2));
        var restore = Restore(look);

        Assert.That(look.IsNothing, Is.False);
        Assert.That((restore.GivenUp.Single().GivenUpAt, restore.GivenUp.Single().FoundAt), Is.EqualTo(((DateTimeOffset?)Now, Before)));
        Assert.That((restore.Next, restore.Lost.Count, restore.Over.Count), Is.EqualTo(((Guid?)null, 0, 0)));
    }

    [Test]
    public void One_that_was_given_up_and_has_a_damaged_object_again_is_missed_anew()
    {
        var restore = Restore(Look(missing: [2], stored: [1], GivenUp(2)), lost: [Missed(2, Now)]);

        Assert.That((restore.Lost.Single().GivenUpAt, restore.GivenUp.Count), Is.EqualTo(((DateTimeOffset?)null, 0)));
    }

    [Test]
    public void A_note_of_another_key_type_is_another_version()
    {
        var restore = Restore(Look(missing: [2], stored: [1], Missed(2) with { KeyType = "api_signature" }), lost: [Missed(2, Now)]);

        Assert.That((restore.Lost.Single().KeyType, restore.GivenUp.Single().KeyType), Is.EqualTo((KeyType, "api_signature")));
    }

    private static RestoreLook Look(int[] missing, int[] stored, params LostVersion[] noted) =>
        new([.. missing.Select(version => (KeyType, version))], stored.Select(version => (KeyType, version)).ToHashSet(), noted);

    private static Restore Restore(RestoreLook look, int[]? back = null, LostVersion[]? lost = null) =>
        look.Restore(Incarnation, Next, Now, [.. (back ?? []).Select(version => Key.Version(KeyType, version, KeyVersionState.Grace, "2026-01-01"))], lost ?? []);

    private static LostVersion Missed(int version, DateTimeOffset? foundAt = null) => new(KeyType, version, "is damaged", foundAt ?? Before);

    private static LostVersion GivenUp(int version) => Missed(version) with { GivenUpAt = Before };
}
