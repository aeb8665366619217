using KeyRotation.Keys;
using KeyRotation.Retirement;
using KeyRotation.Rotations;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Retirement;

/// <summary>A version that encrypts no more is marked by command; the active one takes an emergency.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class CompromiseContract(DatabaseKind kind) : RetirementFixture(kind)
{
    [Test]
    public async Task One_in_grace_is_marked_and_its_grace_period_is_over()
    {
        await RotateAsync(KeyType);
        await RotateAsync(KeyType);

        var marked = (await MarkAsync(1)).Value!;

        var stored = (await Get<IKeyStore>().ListVersionsAsync(KeyType, CancellationToken.None)).Single(version => version.Version == 1);
        Assert.Multiple(() =>
        {
            Assert.That(stored.CompromisedAt, Is.EqualTo(marked.CompromisedAt).Within(TimeSpan.FromMilliseconds(1)));
            Assert.That(stored.GraceEndsAt, Is.EqualTo(stored.CompromisedAt));
            Assert.That(stored.State, Is.EqualTo(KeyVersionState.Grace));
        });
        Assert.That(await CountAsync("audit_event", "action = 'key.compromised' and key_version = 1 and actor = 'olga'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Marked_twice_and_by_many_at_once_it_is_marked_once()
    {
        await RotateAsync(KeyType);
        await RotateAsync(KeyType);

        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => MarkAsync(1))));

        Assert.That(replies.Select(reply => reply.Value?.CompromisedAt), Has.None.Null);
        Assert.That(await CountAsync("audit_event", "action = 'key.compromised'"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_active_one_takes_an_emergency()
    {
        await RotateAsync(KeyType);

        var reply = await MarkAsync(1);

        Assert.That(reply.Refusal?.Code, Is.EqualTo("key_version_not_succeeded"));
        Assert.That(reply.Refusal!.Detail, Does.Contain("keyrotation emergency token_encryption"));
        Assert.That(await CountAsync("audit_event", "action = 'key.compromised'"), Is.Zero);
    }

    [Test]
    public async Task One_that_there_is_none_of_is_refused() => Assert.That((await MarkAsync(7)).Refusal?.Code, Is.EqualTo("key_version_not_found"));

    private Task<Reply<KeyVersion>> MarkAsync(int version) => Get<VersionCompromise>().MarkAsync(KeyType, version, "an old backup was stolen", "olga", CancellationToken.None);
}
