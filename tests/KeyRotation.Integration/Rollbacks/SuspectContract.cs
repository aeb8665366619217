using KeyRotation.Keys;
using KeyRotation.Migration;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Targets;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rollbacks;

/// <summary>Ciphertexts under a compromised version that come when no application seals under it any more: no migration makes them genuine.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class SuspectContract(DatabaseKind kind) : RollbackFixture(kind)
{
    private const int Forged = 7;

    [Test]
    public async Task Every_rotation_notes_when_its_predecessor_is_settled_once_and_with_an_event()
    {
        await ReplaceAsync(compromised: false);
        await RotateAsync(KeyType);

        var versions = await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None);
        Assert.That(versions.Select(version => version.SettlesAt is not null), Is.EqualTo(new[] { true, true, false }));
        Assert.That(versions[0].SettlesAt - versions[1].ActivatedAt, Is.InRange(TimeSpan.FromHours(25), TimeSpan.FromHours(25.1)), "Consumers:MaxOfflineHours and Retirement:MaxWriteLagHours after the sweep.");
        Assert.That(await EventsAsync("key.settled"), Is.EqualTo(2));
    }

    [Test]
    public async Task One_that_turns_up_is_left_as_it_is_and_fails_the_rotation_again_and_again()
    {
        var forged = await ReplaceAsync(compromised: true);
        await SettleAsync();
        await PutAsync(forged);

        var failed = ((RotationProgress.Ended)await RotateAsync(KeyType)).Rotation;
        await RetryAsync(failed.Id);
        var again = await RunAsync();

        Assert.That((failed.State, failed.LastError), Is.EqualTo((RotationState.Failed, again.LastError)));
        Assert.That(again.LastError, Does.StartWith("1 ciphertexts may be forged"));
        Assert.That(await ListedAsync(failed.Id), Is.EqualTo(new[] { ($"[\"{Forged}\"]", (long?)1, "suspect") }));
        Assert.That((await ReadAsync())[Forged], Is.EqualTo((1u, "forged")));
        Assert.That((await ReadAsync()).Where(row => row.Key != Forged).Select(row => row.Value.Version), Is.All.EqualTo(3));
    }

    [Test]
    public async Task Adopted_by_a_person_who_has_looked_it_is_sealed_and_the_rotation_completes()
    {
        var genuine = await ReplaceAsync(compromised: true, plaintext: $"plaintext {Forged}");
        await SettleAsync();
        await PutAsync(genuine);
        var failed = ((RotationProgress.Ended)await RotateAsync(KeyType)).Rotation;

        var adopted = await Get<AdoptionService>().AdoptAsync(
            Get<TargetTables>().Find("secrets")!, ResealMode.AdoptInPlace(new Plaintext(), acceptsSuspects: true), "in place, suspects accepted", "olga", CancellationToken.None);
        await RetryAsync(failed.Id);
        var ended = await RunAsync();

        Assert.That((adopted.Succeeded, adopted.RowsSealed), Is.EqualTo((true, 1L)));
        Assert.That((ended.State, ended.Outcome), Is.EqualTo((RotationState.Completed, (RotationOutcome?)RotationOutcome.Success)), ended.LastError);
        await AssertAllUnderAsync(version: 3);
    }

    [Test]
    public async Task Adopted_for_another_purpose_it_stays_in_quarantine()
    {
        var forged = await ReplaceAsync(compromised: true);
        await SettleAsync();
        await PutAsync(forged);

        var adopted = await Get<AdoptionService>().AdoptAsync(Get<TargetTables>().Find("secrets")!, ResealMode.AdoptInPlace(new Plaintext()), "in place", "olga", CancellationToken.None);

        Assert.That((adopted.Succeeded, adopted.RowsSealed, adopted.CellsQuarantined), Is.EqualTo((false, 0L, 1L)));
        Assert.That((await ReadAsync())[Forged], Is.EqualTo((1u, "forged")));
    }

    [Test]
    public async Task What_an_application_that_was_cut_off_seals_is_resealed_while_it_may_seal()
    {
        var late = await ReplaceAsync(compromised: true, plaintext: $"plaintext {Forged}");
        await PutAsync(late);

        var ended = ((RotationProgress.Ended)await RotateAsync(KeyType)).Rotation;

        Assert.That(ended.State, Is.EqualTo(RotationState.Completed), ended.LastError);
        await AssertAllUnderAsync(version: 3);
    }

    [Test]
    public async Task Under_a_version_that_nobody_else_knows_it_is_only_late()
    {
        var late = await ReplaceAsync(compromised: false, plaintext: $"plaintext {Forged}");
        await SettleAsync();
        await PutAsync(late);

        var ended = ((RotationProgress.Ended)await RotateAsync(KeyType)).Rotation;

        Assert.That(ended.State, Is.EqualTo(RotationState.Completed), ended.LastError);
        await AssertAllUnderAsync(version: 3);
    }

    [Test]
    public async Task A_version_that_is_rolled_back_to_is_not_settled_any_more()
    {
        await ReplaceAsync(compromised: false);
        await Store.ExecuteAsync($"update secrets set secret = {BinaryLiteral([1, 2, 3])} where id = {Forged}");
        var failed = ((RotationProgress.Ended)await RotateAsync(KeyType)).Rotation;
        Assert.That((await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None))[1].SettlesAt, Is.Not.Null);

        await RollBackAsync(failed.Id);
        var ended = await RunAsync();

        Assert.That(ended.State, Is.EqualTo(RotationState.RolledBack), ended.LastError);
        var versions = await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None);
        Assert.That(versions.Select(version => version.SettlesAt is not null), Is.EqualTo(new[] { true, false, true }), "Version 2 is active, and 3 is what nobody seals under any more.");
    }

    /// <summary>Version 2 in the place of version 1.</summary>
    /// <returns>What anybody who knows version 1 can seal for the row, whenever.</returns>
    private async Task<byte[]> ReplaceAsync(bool compromised, string plaintext = "forged")
    {
        await RotateAsync(KeyType);
        await InsertAsync(Rows);
        var sealedBefore = Seal(Forged, plaintext);
        if (compromised)
            await Get<RotationRequests>().EmergencyAsync(new EmergencyRequest(KeyType, RotationTrigger.SecurityBreach, "a test", Compromised: true, "olga"), CancellationToken.None);
        var ended = ((RotationProgress.Ended)await RotateAsync(KeyType)).Rotation;
        Assert.That(ended.State, Is.EqualTo(RotationState.Completed), ended.LastError);
        return sealedBefore;
    }

    /// <summary>Nobody may seal under it any more.</summary>
    private Task<int> SettleAsync() => Store.ExecuteAsync($"update {Store.Schema}key_version set settles_at = activated_at where settles_at is not null");

    private Task<int> PutAsync(byte[] envelope) => Store.ExecuteAsync($"update secrets set secret = {BinaryLiteral(envelope)} where id = {Forged}");

    private Task<Reply<Rotation>> RetryAsync(RotationId id) => Get<RotationRecovery>().RetryAsync(id, new RetryAdjustments(), "tester", CancellationToken.None);

    private async Task<(string, long?, string)[]> ListedAsync(RotationId id) =>
        [.. (await Get<IMigrationStore>().ListQuarantinedAsync(id.Value, 10, CancellationToken.None)).Select(cell => (cell.RowKey, cell.KeyVersion, cell.Reason))];

    private Task<long> EventsAsync(string action) => Store.ScalarAsync<long>($"select count(*) from {Store.Schema}audit_event where action = '{action}'");
}
