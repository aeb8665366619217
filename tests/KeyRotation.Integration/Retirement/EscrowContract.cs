using KeyRotation.Integration.Retirement;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Review;

/// <summary>Retiring overwrites the last copy but one. Whether there is another was proved when the version was made, a year ago.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class EscrowOfRetiredVersions(DatabaseKind kind) : RetirementFixture(kind)
{
    [Test]
    public async Task A_version_whose_copy_in_escrow_is_gone_is_not_retired()
    {
        await DisableVersionOneAsync();
        foreach (var file in Directory.GetFiles(EscrowFolder, "*", SearchOption.AllDirectories))
            File.Delete(file);

        await RunAsync();

        Assert.That(await StateOfAsync(1), Is.EqualTo("disabled"));
    }
}
