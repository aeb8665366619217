using System.Data.Common;
using KeyRotation.Alerts;
using KeyRotation.Claims;
using KeyRotation.Storage.Claims;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Alerts;

/// <summary>Alerts in the control store.</summary>
internal sealed class AlertStore(ControlStore store) : IAlertStore
{
    private static readonly Statement Open = new($"select {AlertRow.Columns} from keyrotation.alert where closed_at is null order by opened_at, alert_id");

    private static readonly Statement Insert = new(
        """
        insert into keyrotation.alert (alert_id, code, subject, severity, key_type, rotation_id, message, opened_at, updated_at)
        select @AlertId, @Code, @Subject, @Severity, @KeyType, @RotationId, @Message, @Now, @Now
        where not exists (select 1 from keyrotation.alert where code = @Code and subject = @Subject and closed_at is null)
        """);

    private static readonly Statement IsOpenAs = new("select count(*) from keyrotation.alert where alert_id = @AlertId");

    private static readonly Statement Update = new(
        """
        update keyrotation.alert
        set severity = @Severity, key_type = @KeyType, rotation_id = @RotationId, message = @Message, updated_at = @Now
        where alert_id = @AlertId and closed_at is null
        """);

    private static readonly Statement Close = new(
        """
        update keyrotation.alert
        set closed_at = @Now, updated_at = @Now
        where alert_id = @AlertId and closed_at is null
        """);

    public Task<IReadOnlyList<OpenAlert>> ListOpenAsync(CancellationToken cancellationToken) =>
        store.Database.ReadAsync<IReadOnlyList<OpenAlert>>(async session =>
        {
            var rows = await session.QueryAsync<AlertRow>(Open).ConfigureAwait(false);
            return [.. rows.Select(row => row.ToOpen())];
        }, cancellationToken);

    public async Task<AlertChanges> ApplyAsync(Fence? fence, AlertChanges changes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (fence is null && changes.IsEmpty)
            return changes;
        try
        {
            return await store.Database.InTransactionAsync(async session =>
            {
                if (fence is not null)
                    await session.HoldAsync(fence, store.ClaimDuration).ConfigureAwait(false);
                return await WriteAsync(session, changes, now).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException violation) when (store.Database.Dialect.IsUniqueViolation(violation))
        {
            // Somebody opened one of them between our look and our insert. Nothing was written; the next look finds it open.
            return AlertChanges.None;
        }
    }

    private static async Task<AlertChanges> WriteAsync(Session session, AlertChanges changes, DateTimeOffset now)
    {
        var opened = new List<OpenAlert>();
        foreach (var alert in changes.Opened)
        {
            var row = ParametersOf(alert, now);
            await session.ExecuteAsync(Insert, row).ConfigureAwait(false);
            // Asked by its id, not counted: where the reply to COMMIT was lost, this is the second time, and it is there already.
            if (await session.QuerySingleAsync<int>(IsOpenAs, row).ConfigureAwait(false) > 0)
                opened.Add(alert);
        }
        foreach (var alert in changes.Updated)
            await session.ExecuteAsync(Update, ParametersOf(alert, now)).ConfigureAwait(false);
        var closed = new List<OpenAlert>();
        foreach (var alert in changes.Closed)
            if (await session.ExecuteAsync(Close, ParametersOf(alert, now)).ConfigureAwait(false) > 0)
                closed.Add(alert);
        return changes with { Opened = opened, Closed = closed };
    }

    private static object ParametersOf(OpenAlert open, DateTimeOffset now) => new
    {
        AlertId = (Uid)open.Id,
        open.Alert.Code,
        open.Alert.Subject,
        Severity = open.Alert.Severity.ToSnakeCase(),
        open.Alert.KeyType,
        RotationId = (Uid?)open.Alert.RotationId?.Value,
        open.Alert.Message,
        Now = (Instant)now,
    };
}
