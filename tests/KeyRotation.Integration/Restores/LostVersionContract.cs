using KeyRotation.Custody;
using KeyRotation.Keys;
using KeyRotation.Policies;
using KeyRotation.Restores;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Restores;

/// <summary>What comes of a version that a restored store lost and that escrow does not give back.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.PostgreSql)]
public sealed class LostVersionContract(DatabaseKind kind) : RestoredStoreFixture(kind)
{
    [Test]
    public async Task A_damaged_escrow_object_stops_the_rotations_of_its_key_type_and_no_others()
    {
        await LoseVersion2Async();
        await DamageAsync();
        await RestartAsync();

        var stopped = await RotateAsync(KeyType);
        var other = await RotateAsync("file_encryption");
        var again = await RotateAsync(KeyType);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(stopped, Is.TypeOf<RotationProgress.Waiting>().And.Property("Hold").EqualTo(Hold.LostVersion));
            Assert.That(again, Is.TypeOf<RotationProgress.Waiting>());
            Assert.That((await OpenAsync())!.HoldDetail, Does.Contain("version 2").And.Contain("is damaged"));
            Assert.That(other, Is.Not.TypeOf<RotationProgress.Waiting>().Or.Property("Hold").EqualTo(Hold.Consumers));
            Assert.That(await EventsAsync("store.restored"), Is.EqualTo(1), "Once, however often it is looked at.");
            Assert.That(await EventsAsync("key.not_restored"), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task When_the_escrow_object_is_repaired_the_rotation_goes_on_by_itself()
    {
        await LoseVersion2Async();
        var bytes = await DamageAsync();
        await RestartAsync();
        await RotateAsync(KeyType);

        await File.WriteAllBytesAsync(EscrowFile, bytes);
        var rotation = await RotateToTheEndAsync();

        await Assert.MultipleAsync(async () =>
        {
            Assert.That((rotation.State, rotation.ToVersion), Is.EqualTo((RotationState.Completed, (int?)3)));
            Assert.That(await ReadAsync(), Is.EqualTo(Everything(3)));
            Assert.That(await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}lost_version"), Is.Zero);
        });
    }

    [Test]
    public async Task Of_one_whose_object_is_taken_out_of_escrow_the_number_is_never_given_to_another_key()
    {
        await LoseVersion2Async();
        await DamageAsync();
        await RestartAsync();
        await RotateAsync(KeyType);

        File.Delete(EscrowFile);
        await RotateUntilGeneratedAsync();

        Assert.That((await VersionsAsync()).Select(version => version.Version), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(await EventsAsync("key.not_restored"), Is.EqualTo(2), "Missed, and given up.");
    }

    [Test]
    public async Task One_that_was_given_up_comes_back_with_its_object()
    {
        await LoseVersion2Async();
        var bytes = await DamageAsync();
        await RestartAsync();
        File.Delete(EscrowFile);
        await RestartAsync();

        await File.WriteAllBytesAsync(EscrowFile, bytes);
        await RestartAsync();

        Assert.That((await VersionsAsync())[1].State, Is.EqualTo(KeyVersionState.Grace));
        Assert.That(await ReadAsync(), Is.EqualTo(Everything(2)));
    }

    [Test]
    public async Task An_object_that_cannot_be_read_at_all_stops_no_node_and_holds_its_key_type()
    {
        await LoseVersion2Async();
        File.Delete(EscrowFile);
        File.CreateSymbolicLink(EscrowFile, "/nonexistent/object");

        await RestartAsync();
        var progress = await RotateAsync(KeyType);

        Assert.That(progress, Is.TypeOf<RotationProgress.Waiting>().And.Property("Hold").EqualTo(Hold.LostVersion));
        Assert.That((await OpenAsync())!.HoldDetail, Does.Contain("could not be read"));
    }

    [Test]
    public async Task An_object_that_claims_the_highest_number_there_is_fails_the_rotation_by_name_and_no_number_begins_anew()
    {
        await RotateAsync(KeyType);
        await File.WriteAllBytesAsync(Path.Combine(EscrowFolder, KeyType, $"{int.MaxValue:D10}.kre"), [1, 2, 3]);
        await RestartAsync();
        await Get<RotationRequests>().EmergencyAsync(new EmergencyRequest(KeyType, RotationTrigger.SecurityBreach, "a test", Compromised: true, "olga"), CancellationToken.None);

        var progress = await Get<RotationService>().RunAsync(KeyType, CancellationToken.None);

        Assert.That(progress, Is.TypeOf<RotationProgress.Ended>(), $"{progress}");
        var rotation = ((RotationProgress.Ended)progress).Rotation;
        Assert.That(rotation.State, Is.EqualTo(RotationState.Failed));
        Assert.That(rotation.LastError, Does.StartWith("No version number is left for token_encryption").And.Contain($"{int.MaxValue}"));
        Assert.That((await VersionsAsync()).Select(version => version.Version), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task Other_words_for_the_same_problem_reload_no_ring_and_are_no_event()
    {
        await LoseVersion2Async();
        await DamageAsync();
        await RestartAsync();
        var epoch = await EpochAsync();

        await Store.ExecuteAsync($"update {Store.Schema}lost_version set problem = 'as another node saw it'");
        await Get<StoreRestore>().RunAsync(CancellationToken.None);

        Assert.That((await EpochAsync(), await EventsAsync("key.not_restored")), Is.EqualTo((epoch, 1L)));
        Assert.That(await Store.ScalarAsync<long>($"select count(*) from {Store.Schema}lost_version where problem like '%damaged%'"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_store_restored_once_more_to_a_copy_that_had_missed_it_already_gets_a_new_incarnation()
    {
        await LoseVersion2Async();
        var bytes = await DamageAsync();
        await RestartAsync();
        var incarnation = await IncarnationAsync();

        await File.WriteAllBytesAsync(EscrowFile, bytes);
        await Get<StoreRestore>().RunAsync(CancellationToken.None);

        Assert.That(await IncarnationAsync(), Is.Not.EqualTo(incarnation));
    }

    [Test]
    public async Task A_key_type_whose_registration_was_lost_gets_the_key_id_that_its_versions_in_escrow_name()
    {
        await RotateAsync(KeyType);
        var token = (await Get<IKeyStore>().ListKeyTypesAsync(CancellationToken.None)).Single(type => type.Name == KeyType);
        var entry = (await Get<IEscrow>().GetAsync(KeyType, 1, CancellationToken.None)).Entry!;
        await Get<IEscrow>().PutAsync(entry with { KeyType = "pii", Identity = entry.Identity with { KeyId = 1007 } }, CancellationToken.None);
        var policies = Get<KeyTypePolicies>().All;
        var (aaa, pii) = (policies[0] with { Name = "aaa", KeyId = null }, policies[0] with { Name = "pii", KeyId = null });

        var completed = await Get<EscrowedKeyIds>().CompleteAsync([aaa, pii, policies.Single(policy => policy.Name == KeyType) with { KeyId = null }], CancellationToken.None);

        Assert.That(completed, Is.EqualTo(new (string, int?)[] { ("pii", 1007), ("aaa", null), (token.Name, null) }));
    }

    private Task<long> EpochAsync() => Store.ScalarAsync<long>($"select epoch from {Store.Schema}key_type where name = '{KeyType}'");

    private Task RotateUntilGeneratedAsync() => Poll.UntilAsync(
        async () =>
        {
            await RotateAsync(KeyType);
            return (await VersionsAsync()).Count > 1;
        },
        () => Task.FromResult("A second version."));
}
