using KeyRotation.Keys;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Schema;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rollbacks;

/// <summary>A store whose versions were succeeded before it was noted from when on what turns up under them may be forged.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class SettledBefore(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";

    [Test]
    public async Task What_a_completed_rotation_left_behind_is_settled_a_day_and_an_hour_after_its_end()
    {
        await RotateAsync(KeyType);
        var second = ((RotationProgress.Ended)await RotateAsync(KeyType)).Rotation;
        await UpgradeAsync();

        var versions = await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None);

        Assert.That((versions[0].SettlesAt - second.EndedAt!.Value)!.Value.TotalHours, Is.EqualTo(25).Within(0.001));
        Assert.That(versions[1].SettlesAt, Is.Null, "It is active.");
    }

    [Test]
    public async Task What_no_completed_rotation_has_swept_is_not_settled()
    {
        await RotateAsync(KeyType);
        await RotateAsync(KeyType);
        await Store.ExecuteAsync($"update {Store.Schema}rotation set state = 'rolled_back' where from_version = 1");

        await UpgradeAsync();

        Assert.That((await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None)).Select(version => version.SettlesAt), Is.All.Null);
    }

    private async Task UpgradeAsync()
    {
        await Store.ExecuteAsync($"update {Store.Schema}key_version set settles_at = null");
        await Store.ExecuteAsync(Get<SchemaMigrator>().Scripts.Single(script => script.Name.Contains("0022", StringComparison.Ordinal)).Text);
    }
}
