using KeyRotation.Storage;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Databases;

/// <summary>Transactions that are known beforehand: one request on SQL Server, statement by statement elsewhere, with the same outcome.</summary>
[TestFixtureSource(typeof(TestServers), nameof(TestServers.Kinds))]
public sealed class CommitContract(DatabaseKind kind) : StoreFixture(kind)
{
    private static readonly Statement Take = new("insert into keyrotation.claim (name, holder, epoch, expires_at) values (@name, 'tester', 1, {now})");
    private static readonly Statement Raise = new("update keyrotation.claim set epoch = epoch + 1 where name = @raised");
    private static readonly Statement RaiseByCount = new("update keyrotation.claim set epoch = epoch + 10 * @touched where name = @name");

    [Test]
    public async Task All_steps_are_committed_and_later_ones_know_how_many_rows_earlier_ones_hit()
    {
        var commitment = await CommitAsync(
            new Step(Take, new { name = "work" }),
            new Step(Raise, new { raised = "work" }) { CountedAs = "touched", MustHit = 1 },
            new Step(RaiseByCount, new { name = "work" }) { MustHit = 1 });

        Assert.Multiple(async () =>
        {
            Assert.That(commitment.Refused, Is.Null);
            Assert.That(commitment.Counted["touched"], Is.EqualTo(1));
            Assert.That(await Store.ScalarAsync<long>($"select epoch from {Store.Schema}claim where name = 'work'"), Is.EqualTo(12));
        });
    }

    [Test]
    public async Task A_step_that_does_not_hit_its_rows_undoes_those_before_it_and_is_named()
    {
        var refused = new Step(Raise, new { raised = "nothing" }) { MustHit = 1 };

        var commitment = await CommitAsync(new Step(Take, new { name = "work" }), refused, new Step(Take, new { name = "work" }));

        Assert.That(commitment.Refused, Is.SameAs(refused));
        Assert.That(await ClaimsAsync(), Is.Zero);
    }

    [Test]
    public async Task An_error_undoes_the_steps_before_it_and_the_connection_is_as_good_as_before()
    {
        await Assert.CatchAsync<System.Data.Common.DbException>(() => CommitAsync(new Step(Take, new { name = "twice" }), new Step(Take, new { name = "twice" })));
        Assert.That(await ClaimsAsync(), Is.Zero);

        var commitment = await CommitAsync(new Step(Take, new { name = "once" }) { MustHit = 1 });

        Assert.That(commitment.Refused, Is.Null);
        Assert.That(await ClaimsAsync(), Is.EqualTo(1));
    }

    private Task<Commitment> CommitAsync(params Step[] steps) => Get<ControlStore>().Database.CommitAsync(steps, CancellationToken.None);

    private Task<long> ClaimsAsync() => Store.ScalarAsync<long>($"select count(*) from {Store.Schema}claim where holder = 'tester'");
}
