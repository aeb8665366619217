using KeyRotation.Retirement;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Retirement;

/// <summary>Each thing that alone keeps a version in the store, and that it does not when it is over.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class KeptContract(DatabaseKind kind) : RetirementFixture(kind)
{
    [Test]
    public async Task A_reference_in_the_first_column_keeps_it_and_the_count_says_where()
    {
        await DisableVersionOneAsync();
        await InsertAsync("left", "x", secret: Under(1, Seal("secret", "left", "x")));

        var report = (await RunAsync()).Single(kept => kept.Version == 1);

        Assert.That((report.Reason, report.Detail), Is.EqualTo(((KeepReason?)KeepReason.References, "1 ciphertexts name it, in secrets (1).")));
        Assert.That(await CountAsync("census_reference", "target = 'secrets' and version = 1 and ciphertexts = 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_reference_behind_the_first_chunk_keeps_it()
    {
        await DisableVersionOneAsync();
        var row = Bytes(Seal("secret", "many", "x"));
        var names = string.Join(", ", Enumerable.Range(0, 1000).Select(number => $"(8, 'n{number:0000}', {row})"));
        for (var block = 0; block < 6; block++)
            await Store.ExecuteAsync($"insert into secrets (tenant, name, secret) values {names.Replace("(8, 'n", $"(8, '{block}n", StringComparison.Ordinal)}");
        await Store.ExecuteAsync($"insert into secrets (tenant, name, secret) values (9, 'last', {Bytes(Under(1, Seal("secret", "last", "x")))})");

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.References));
    }

    [Test]
    public async Task A_row_that_has_expired_is_no_reference()
    {
        await DisableVersionOneAsync();
        await InsertAsync("expired", "x", secret: Under(1, Seal("secret", "expired", "x")), expiresAt: Ago(hours: 25));

        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired));
    }

    [Test]
    public async Task A_row_that_has_not_expired_is_a_reference()
    {
        await DisableVersionOneAsync();
        await InsertAsync("lives", "x", secret: Under(1, Seal("secret", "lives", "x")), expiresAt: Ago(hours: -1));

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.References));
    }

    [Test]
    public async Task A_ciphertext_whose_header_cannot_be_read_could_be_of_any_version()
    {
        await DisableVersionOneAsync();
        await InsertAsync("torn", "x", secret: [1, 2, 3]);

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.Unreadable));
    }

    [Test]
    public async Task A_quarantined_ciphertext_keeps_the_version_that_it_names()
    {
        await DisableVersionOneAsync();
        await Store.ExecuteAsync($"insert into {Store.Schema}quarantine (quarantine_id, work_id, key_type, target, row_key, column_name, key_version, reason, recorded_at) values ({Text(Guid.NewGuid())}, {Text(Guid.NewGuid())}, '{KeyType}', 'secrets', '7', 'secret', 1, 'does_not_open', {Ago()})");

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.Quarantined));
    }

    [TestCase(null, 24.5, ExpectedResult = KeepReason.Consumers, TestName = "A_consumer_that_never_acknowledged_and_was_silent_for_less_than_25_hours_keeps_it")]
    [TestCase(1L, 24.5, ExpectedResult = KeepReason.Consumers, TestName = "A_consumer_that_acknowledged_the_version_s_own_activation_only_keeps_it")]
    [TestCase(1L, -0.01, ExpectedResult = KeepReason.Consumers, TestName = "A_live_consumer_that_is_behind_keeps_it")]
    [TestCase(1L, 26, ExpectedResult = null, TestName = "A_consumer_that_was_silent_for_longer_than_it_may_encrypt_does_not")]
    [TestCase(2L, 0.5, ExpectedResult = null, TestName = "A_consumer_that_acknowledged_a_later_activation_does_not")]
    public async Task<KeepReason?> Of_consumers(long? activation, double silentHours)
    {
        await DisableVersionOneAsync();
        await AddConsumerAsync(activation, silentHours);
        return await WhyKeptAsync(1);
    }

    [Test]
    public async Task A_consumer_that_signed_off_does_not()
    {
        await DisableVersionOneAsync();
        await AddConsumerAsync(activation: 1, silentHours: 2, signedOff: true);

        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired));
    }

    [Test]
    public async Task An_acknowledgement_of_the_store_that_this_one_was_restored_from_counts_for_nothing()
    {
        await DisableVersionOneAsync();
        await AddConsumerAsync(activation: 2, silentHours: 1);
        await Store.ExecuteAsync($"update {Store.Schema}consumer_acknowledgement set incarnation_id = {Text(Guid.NewGuid())} where consumer_id in (select consumer_id from {Store.Schema}consumer where name = 'billing')");

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.Consumers));
    }

    [Test]
    public async Task What_was_sealed_before_a_late_acknowledgement_has_its_time_to_be_committed()
    {
        await DisableVersionOneAsync();
        await AddConsumerAsync(activation: 2, silentHours: 0.25);
        await Store.ExecuteAsync($"update {Store.Schema}consumer_acknowledgement set acknowledged_at = {Ago(hours: 0.5)} where consumer_id in (select consumer_id from {Store.Schema}consumer where name = 'billing')");

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.WriteLag));
    }

    [Test]
    public async Task Where_every_consumer_came_behind_the_later_activation_there_is_nobody_to_wait_for()
    {
        await DisableVersionOneAsync();
        await Store.ExecuteAsync($"update {Store.Schema}consumer set registered_at = {Ago(days: 50)}");

        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired));
    }

    [Test]
    public async Task An_open_rotation_keeps_it()
    {
        await DisableVersionOneAsync();
        await Get<RotationRequests>().OpenAsync(new PlannedRotation(KeyType, RotationTrigger.ComplianceRequirement, "a test"), "tester", outsideWindow: true, CancellationToken.None);

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.RotationOpen));
    }

    [Test]
    public async Task A_running_adoption_keeps_it()
    {
        await DisableVersionOneAsync();
        await Store.ExecuteAsync($"insert into {Store.Schema}adoption (adoption_id, key_type, target, state, source, requested_by, started_at) values ({Text(Guid.NewGuid())}, '{KeyType}', 'secrets', 'running', 'in place', 'tester', {Ago(hours: 1)})");

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.WriterAtWork));
    }

    [Test]
    public async Task A_target_that_this_node_does_not_know_keeps_it_until_it_is_gone_for_good()
    {
        await DisableVersionOneAsync();
        await Store.ExecuteAsync($"insert into {Store.Schema}target (name, key_type, context_columns, columns, registered_at) select 'elsewhere', key_type, context_columns, columns, registered_at from {Store.Schema}target where name = 'secrets'");

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.TargetsMissing));

        await Store.ExecuteAsync($"update {Store.Schema}target set retired_at = {Ago()} where name = 'elsewhere'");
        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired));
    }

    [Test]
    public async Task A_target_that_cannot_be_counted_keeps_it()
    {
        await DisableVersionOneAsync();
        await Store.ExecuteAsync(Kind == DatabaseKind.SqlServer ? "exec sp_rename 'secrets', 'hidden', 'OBJECT'" : "alter table secrets rename to hidden");

        var report = (await RunAsync()).Single(kept => kept.Version == 1);

        Assert.That(report.Reason, Is.EqualTo(KeepReason.CensusFailed), report.Detail);
    }

    [Test]
    public async Task A_clock_that_was_set_forward_does_not_make_its_days_pass()
    {
        await DisableVersionOneAsync();
        await Get<IRetirementStore>().NoteClockJumpAsync("node-2", ClockJumps.OfNode, TimeSpan.FromDays(3), CancellationToken.None);

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.ClockSuspect));
    }

    [Test]
    public async Task A_clock_that_was_set_forward_and_back_again_lets_it_go()
    {
        await DisableVersionOneAsync();
        await Get<IRetirementStore>().NoteClockJumpAsync("node-2", ClockJumps.OfNode, TimeSpan.FromDays(3), CancellationToken.None);
        await Get<IRetirementStore>().NoteClockJumpAsync("node-2", ClockJumps.OfNode, -TimeSpan.FromDays(3), CancellationToken.None);

        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired));
    }

    [Test]
    public async Task A_compromised_version_is_disabled_for_one_day_only()
    {
        await DisableVersionOneAsync();
        await Store.ExecuteAsync($"update {Store.Schema}consumer_acknowledgement set acknowledged_at = {Ago(hours: 24.5)} where key_type = '{KeyType}'");
        await Store.ExecuteAsync($"update {Store.Schema}key_version set disabled_at = {Ago(hours: 25)}, compromised_at = {Ago(days: 9)} where key_type = '{KeyType}' and version = 1");
        await Store.ExecuteAsync($"update {Store.Schema}activation set activated_at = {Ago(days: 90)} where key_type = '{KeyType}' and version = 2");

        Assert.That((await RunAsync())[0].Outcome, Is.EqualTo(RetirementOutcome.Retired));
    }

    [Test]
    public async Task A_dry_run_says_the_same_and_changes_nothing()
    {
        await DisableVersionOneAsync();
        var (censuses, events) = (await CountAsync("census", "1 = 1"), await CountAsync("audit_event", "1 = 1"));

        var report = (await RunAsync(dryRun: true))[0];

        Assert.That(report.Outcome, Is.EqualTo(RetirementOutcome.Retired));
        Assert.That((await StateOfAsync(1), await CountAsync("census", "1 = 1"), await CountAsync("audit_event", "1 = 1"), await CountAsync("claim", "name like 'retirement%'")), Is.EqualTo(("disabled", censuses, events, 1L)));
    }
}

/// <summary>As a node is configured when nobody says anything.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class RetirementByDefault(DatabaseKind kind) : RetirementFixture(kind)
{
    protected override bool AllowsRetire => false;

    [Test]
    public async Task A_version_stops_at_disabled()
    {
        await DisableVersionOneAsync();

        Assert.That(await WhyKeptAsync(1), Is.EqualTo(KeepReason.RetireNotAllowed));
        Assert.That(await CountAsync("key_version", "version = 1 and wrapped_record is not null"), Is.EqualTo(1));
    }
}
