using KeyRotation.Client;
using KeyRotation.Storage.Databases;
using KeyRotation.Testing;

namespace KeyRotation.Integration.Consumers;

/// <summary>What only PostgreSQL can: consumers here do not poll, so whatever they learn they were told.</summary>
[TestFixture(DatabaseKind.PostgreSql)]
public sealed class EpochListening(DatabaseKind kind) : StoreFixture(kind)
{
    private const string KeyType = "token_encryption";
    private const string Listeners = "select count(*) from pg_stat_activity where datname = current_database() and query = 'listen keyrotation_epoch' and pid <> pg_backend_pid()";

    private static readonly ConsumerSettings NeverPolling = new() { PollInterval = AnotherConsumer.Never };

    [Test]
    public async Task A_consumer_that_listens_follows_a_change_without_polling()
    {
        await RotateAsync(KeyType);
        await using var consumer = new AnotherConsumer(Services, NeverPolling, listens: true);
        await consumer.StartAsync();
        await Poll.UntilAsync(async () => await Store.ScalarAsync<long>(Listeners) == 2, DescribeAsync);

        await Store.ExecuteAsync($"update keyrotation.key_type set epoch = epoch + 1 where name = '{KeyType}'");

        await Poll.UntilAsync(() => IsCurrentAsync(consumer), DescribeAsync);
    }

    [Test]
    public async Task A_listener_whose_connection_broke_listens_again_and_looks_at_what_it_missed()
    {
        await RotateAsync(KeyType);
        await using var consumer = new AnotherConsumer(Services, NeverPolling, listens: true);
        await consumer.StartAsync();
        await Poll.UntilAsync(async () => await Store.ScalarAsync<long>(Listeners) == 2, DescribeAsync);

        await Store.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'listen keyrotation_epoch' and pid <> pg_backend_pid()");
        await Store.ExecuteAsync($"update keyrotation.key_type set epoch = epoch + 1 where name = '{KeyType}'");
        await Poll.UntilAsync(() => IsCurrentAsync(consumer), DescribeAsync);
        await Poll.UntilAsync(async () => await Store.ScalarAsync<long>(Listeners) == 2, DescribeAsync);
        await Store.ExecuteAsync($"update keyrotation.key_type set epoch = epoch + 1 where name = '{KeyType}'");

        await Poll.UntilAsync(() => IsCurrentAsync(consumer), DescribeAsync);
    }

    private async Task<bool> IsCurrentAsync(AnotherConsumer consumer)
    {
        using var lease = consumer.Rings.Borrow(KeyType);
        return lease.Ring.Epoch == await Store.ScalarAsync<long>($"select epoch from keyrotation.key_type where name = '{KeyType}'");
    }

    private async Task<string> DescribeAsync()
    {
        var sessions = await Store.QueryAsync("select pid, state, query from pg_stat_activity where datname = current_database()");
        return string.Join(Environment.NewLine, sessions.Select(row => string.Join(" | ", row)));
    }
}
