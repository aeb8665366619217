using KeyRotation.Keys;
using KeyRotation.Policies;
using KeyRotation.Rotations;
using static KeyRotation.Specs.Rotations.RotationBuilder;

namespace KeyRotation.Specs.Rotations;

public sealed class RotationPlannerSpecs
{
    private const string Token = "token_encryption";
    private const string Database = "database_encryption";
    private const string Files = "file_encryption";
    private const string Session = "session_encryption";
    private const string Signature = "api_signature";

    [Test]
    public void A_key_type_without_any_version_gets_its_first_key() =>
        Assert.That(Plan("2026-01-01", [Token]), Is.EqualTo(new[] { (Token, RotationTrigger.NoActiveKey) }));

    [TestCase(KeyVersionState.Pending)]
    [TestCase(KeyVersionState.Grace)]
    [TestCase(KeyVersionState.Disabled)]
    [TestCase(KeyVersionState.Retired)]
    [TestCase(KeyVersionState.Destroyed)]
    public void A_key_type_whose_versions_are_all_inactive_has_no_active_key(KeyVersionState state) =>
        Assert.That(Plan("2026-01-01", [Token], Version(Token, state, "2026-01-01")), Is.EqualTo(new[] { (Token, RotationTrigger.NoActiveKey) }));

    [TestCase("2026-03-31 23:59:59")]
    [TestCase("2026-01-01 00:00:00")]
    public void A_key_younger_than_its_interval_is_left_alone(string now) =>
        Assert.That(Plan(now, [Token], Active(Token, "2026-01-01")), Is.Empty);

    [TestCase("2026-04-01 00:00:00", RotationTrigger.Routine)]
    [TestCase("2026-05-16 00:00:00", RotationTrigger.Routine)]
    [TestCase("2026-05-16 00:00:01", RotationTrigger.SeverelyOverdue)]
    public void A_key_at_its_interval_is_routine_and_beyond_150_percent_severely_overdue(string now, RotationTrigger trigger) =>
        Assert.That(Plan(now, [Token], Active(Token, "2026-01-01")), Is.EqualTo(new[] { (Token, trigger) }));

    [Test]
    public void A_key_counts_from_its_activation_and_not_from_its_creation()
    {
        var version = Active(Token, "2026-01-01") with { ActivatedAt = Utc.At("2026-01-11") };

        Assert.That(Plan("2026-04-01", [Token], version), Is.Empty);
        Assert.That(Plan("2026-04-11", [Token], version), Is.EqualTo(new[] { (Token, RotationTrigger.Routine) }));
    }

    [Test]
    public void The_active_version_counts_and_not_the_older_ones_beside_it() =>
        Assert.That(Plan("2026-04-01", [Token], Version(Token, KeyVersionState.Grace, "2025-01-01"), Active(Token, "2026-03-01", 2)), Is.Empty);

    [Test]
    public void Each_key_type_counts_its_own_versions_by_its_own_interval() =>
        Assert.That(Plan("2026-02-01", [Token, Session], Active(Token, "2026-01-01"), Active(Session, "2026-01-01")), Is.EqualTo(new[] { (Session, RotationTrigger.Routine) }));

    [Test]
    public void A_shortened_interval_makes_a_key_due()
    {
        var shortened = BuiltInKeyTypes.All.Single(policy => policy.Name == Token) with { RotationInterval = TimeSpan.FromDays(7) };

        var plan = RotationPlanner.Plan([shortened], [Active(Token, "2026-01-01")], new HashSet<string>(), Utc.At("2026-01-08"));

        Assert.That(plan.Single().Priority, Is.EqualTo(RotationPriority.Normal));
    }

    [TestCase("2026-04-01")]
    [TestCase("2027-04-01")]
    public void A_key_type_with_an_open_rotation_is_left_alone_however_overdue(string now) =>
        Assert.That(Plan(now, [Token, Session], open: [Token], Active(Token, "2026-01-01"), Active(Session, "2026-01-01")).Select(planned => planned.KeyType), Is.EqualTo(new[] { Session }));

    [Test]
    public void A_key_type_without_a_key_and_with_an_open_rotation_is_left_alone() =>
        Assert.That(Plan("2026-01-01", [Token], open: [Token]), Is.Empty);

    [Test]
    public void When_everything_is_due_each_key_type_gets_one_rotation() =>
        Assert.That(Plan("2026-01-01", [Token, Database, Files, Session, Signature]).Select(planned => planned.KeyType), Is.Unique.And.Exactly(5).Items);

    [Test]
    public void High_priority_comes_before_normal()
    {
        var plan = Plan("2026-04-01", [Token, Session], Active(Token, "2026-01-01"), Active(Session, "2026-01-01"));

        Assert.That(plan, Is.EqualTo(new[] { (Session, RotationTrigger.SeverelyOverdue), (Token, RotationTrigger.Routine) }));
    }

    [Test]
    public void At_the_same_priority_the_key_types_priority_decides()
    {
        var plan = Plan("2026-02-10", [Session, Token], Active(Session, "2026-01-01"), Active(Token, "2025-11-12"));

        Assert.That(plan, Is.EqualTo(new[] { (Token, RotationTrigger.Routine), (Session, RotationTrigger.Routine) }));
    }

    [Test]
    public void At_the_same_priorities_the_larger_part_of_the_interval_goes_first()
    {
        var plan = Plan("2026-07-10", [Token, Database, Signature], Active(Token, "2026-04-10"), Active(Database, "2025-12-01"), Active(Signature, "2026-04-01"));

        Assert.That(plan.Select(planned => planned.KeyType), Is.EqualTo(new[] { Database, Signature, Token }));
    }

    [Test]
    public void A_missing_key_goes_before_one_that_is_severely_overdue() =>
        Assert.That(Plan("2027-01-01", [Token, Database], Active(Token, "2026-01-01")).Select(planned => planned.KeyType), Is.EqualTo(new[] { Database, Token }));

    [Test]
    public void Where_all_is_equal_the_name_decides_so_that_every_node_plans_the_same() =>
        Assert.That(Plan("2026-04-01", [Token, Signature], Active(Token, "2026-01-01"), Active(Signature, "2026-01-01")).Select(planned => planned.KeyType), Is.EqualTo(new[] { Signature, Token }));

    [Test]
    public void The_order_of_what_the_store_returns_does_not_matter()
    {
        KeyVersion[] versions = [Active(Token, "2025-11-01"), Active(Database, "2025-06-01"), Active(Session, "2026-01-01")];

        var forwards = Plan("2026-03-01", [Token, Database, Session, Files], versions);
        var backwards = Plan("2026-03-01", [Files, Session, Database, Token], [.. versions.Reverse()]);

        Assert.That(backwards, Is.EqualTo(forwards));
    }

    [Test]
    public void The_same_state_at_the_same_moment_gives_the_same_plan()
    {
        var versions = new[] { Active(Token, "2025-11-01"), Active(Session, "2026-01-01") };

        var first = RotationPlanner.Plan(BuiltInKeyTypes.All, versions, new HashSet<string>(), Utc.At("2026-03-01"));
        var second = RotationPlanner.Plan(BuiltInKeyTypes.All, versions, new HashSet<string>(), Utc.At("2026-03-01"));

        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void Once_what_is_planned_is_open_nothing_is_planned()
    {
        var opened = Plan("2026-01-01", [Token, Session]).Select(planned => planned.KeyType).ToArray();

        Assert.That(Plan("2026-01-01", [Token, Session], open: opened), Is.Empty);
    }

    [Test]
    public void Versions_of_a_key_type_that_is_no_longer_configured_are_ignored() =>
        Assert.That(Plan("2026-01-02", [Token], Active(Token, "2026-01-01"), Active("gone", "2020-01-01")), Is.Empty);

    [Test]
    public void The_reason_says_how_old_the_key_is()
    {
        var plan = RotationPlanner.Plan([BuiltInKeyTypes.All[0]], [Active(Token, "2026-01-01", 4)], new HashSet<string>(), Utc.At("2026-05-16"));

        Assert.That(plan.Single().Reason, Is.EqualTo("Version 4 is 135.0 days old, 150 % of its 90 days."));
    }

    private static (string KeyType, RotationTrigger Trigger)[] Plan(string now, string[] keyTypes, params KeyVersion[] versions) => Plan(now, keyTypes, [], versions);

    private static (string KeyType, RotationTrigger Trigger)[] Plan(string now, string[] keyTypes, string[] open, params KeyVersion[] versions) =>
    [
        .. RotationPlanner.Plan([.. keyTypes.Select(name => BuiltInKeyTypes.All.Single(policy => policy.Name == name))], versions, open.ToHashSet(), Utc.At(now))
            .Select(planned => (planned.KeyType, planned.Trigger)),
    ];
}
