using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Rotations;

/// <summary>Rotations, the latest first, page by page.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class ListContract(DatabaseKind kind) : StoreFixture(kind)
{
    [Test]
    public async Task The_latest_rotation_of_a_key_type_is_listed_first()
    {
        await RotateAsync("token_encryption");
        await RotateAsync("file_encryption");
        await RotateAsync("token_encryption");

        var listed = await ListAsync(new RotationFilter("token_encryption"));

        Assert.That(listed.Select(rotation => rotation.ToVersion), Is.EqualTo(new[] { 2, 1 }));
    }

    [Test]
    public async Task Open_ones_and_ended_ones_are_told_apart()
    {
        await RotateAsync("token_encryption");
        await Get<RotationRequests>().OpenAsync(new PlannedRotation("file_encryption", RotationTrigger.Routine, "a test"), "tester", false, CancellationToken.None);

        Assert.That((await ListAsync(new RotationFilter(IsOpen: true))).Select(rotation => rotation.KeyType), Is.EqualTo(new[] { "file_encryption" }));
        Assert.That((await ListAsync(new RotationFilter(IsOpen: false))).Select(rotation => rotation.KeyType), Is.EqualTo(new[] { "token_encryption" }));
    }

    [Test]
    public async Task Page_by_page_each_is_listed_once()
    {
        foreach (var keyType in new[] { "token_encryption", "file_encryption", "token_encryption", "session_encryption", "token_encryption" })
            await RotateAsync(keyType);
        var all = await ListAsync(new RotationFilter());

        var paged = new List<RotationId>();
        IReadOnlyList<Rotation> page;
        while ((page = await ListAsync(new RotationFilter(Before: paged.Count == 0 ? null : paged[^1], Limit: 2))).Count > 0)
            paged.AddRange(page.Select(rotation => rotation.Id));

        Assert.That(paged, Is.EqualTo(all.Select(rotation => rotation.Id)));
        Assert.That(paged, Has.Count.EqualTo(5));
    }

    private Task<IReadOnlyList<Rotation>> ListAsync(RotationFilter filter) => Get<IRotationStore>().ListAsync(filter, CancellationToken.None);
}
