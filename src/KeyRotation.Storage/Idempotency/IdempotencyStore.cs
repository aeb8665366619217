using System.Data.Common;
using KeyRotation.Idempotency;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Idempotency;

/// <summary>Requests by their keys in the control store, so that any node can be sent one again. All times are the database's.</summary>
internal sealed class IdempotencyStore(ControlStore store) : IIdempotencyStore
{
    private static readonly Statement ForgetExpired = new(
        """
        delete from keyrotation.idempotency_key
        where actor = @actor and request_key = @key and expires_at <= {now}
        """);

    private static readonly Statement Insert = new(
        """
        insert into keyrotation.idempotency_key (actor, request_key, fingerprint, operation_id, reserved_until, expires_at)
        select @actor, @key, @fingerprint, @operation, {now+@leaseMs}, {now+@lifetimeMs}
        where not exists (select 1 from keyrotation.idempotency_key where actor = @actor and request_key = @key)
        """);

    // Whoever had it before is gone, or said that he does not know.
    private static readonly Statement TakeOver = new(
        """
        update keyrotation.idempotency_key
        set reserved_until = {now+@leaseMs}, expires_at = {now+@lifetimeMs}
        where actor = @actor and request_key = @key and fingerprint = @fingerprint and status is null and reserved_until <= {now}
        """);

    private static readonly Statement Find = new(
        """
        select fingerprint as Fingerprint, operation_id as OperationId, status as Status, content_type as ContentType, location as Location, body as Body
        from keyrotation.idempotency_key
        where actor = @actor and request_key = @key
        """);

    private static readonly Statement Keep = new(
        """
        update keyrotation.idempotency_key
        set status = @status, content_type = @contentType, location = @location, body = @body
        where actor = @actor and request_key = @key and fingerprint = @fingerprint and status is null
        """);

    private static readonly Statement Free = new(
        """
        update keyrotation.idempotency_key
        set reserved_until = {now}
        where actor = @actor and request_key = @key and fingerprint = @fingerprint and status is null
        """);

    private static readonly Statement Forget = new(
        """
        delete from keyrotation.idempotency_key
        where actor = @actor and request_key = @key and fingerprint = @fingerprint and status is null
        """);

    private static readonly Statement Purge = new("delete from keyrotation.idempotency_key where expires_at <= {now}");

    public async Task<Reservation> ReserveAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        var operation = Guid.CreateVersion7();
        var parameters = new
        {
            actor = request.Actor,
            key = request.Key,
            fingerprint = request.Fingerprint,
            operation = (Uid)operation,
            leaseMs = (int)IIdempotencyStore.Lease.TotalMilliseconds,
            lifetimeMs = (int)IIdempotencyStore.Lifetime.TotalMilliseconds,
        };
        try
        {
            return await store.Database.InTransactionAsync(async session =>
            {
                await session.ExecuteAsync(ForgetExpired, parameters).ConfigureAwait(false);
                var isOurs = await session.ExecuteAsync(Insert, parameters).ConfigureAwait(false) == 1
                    || await session.ExecuteAsync(TakeOver, parameters).ConfigureAwait(false) == 1;
                var row = await session.QuerySingleOrDefaultAsync<Row>(Find, parameters).ConfigureAwait(false);
                if (row is null)
                    // Forgotten between our two looks: it is as if somebody still had it.
                    return new Reservation.InHand();
                // By its id too: where the reply to COMMIT was lost, this is the second time, and the row is ours.
                return isOurs || row.OperationId.Value == operation ? new Reservation.Held(row.OperationId) : OfAnother(request, row);
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException violation) when (store.Database.Dialect.IsUniqueViolation(violation))
        {
            // Sent twice at once, and the other one was first.
            var row = await store.Database.ReadAsync(session => session.QuerySingleOrDefaultAsync<Row>(Find, parameters), cancellationToken).ConfigureAwait(false);
            return row is null ? new Reservation.InHand() : OfAnother(request, row);
        }
    }

    public Task KeepAsync(IdempotentRequest request, KeptAnswer answer, CancellationToken cancellationToken) =>
        ExecuteAsync(Keep, new
        {
            actor = request.Actor,
            key = request.Key,
            fingerprint = request.Fingerprint,
            status = answer.Status,
            contentType = answer.ContentType,
            location = answer.Location,
            body = answer.Body,
        }, cancellationToken);

    public Task FreeAsync(IdempotentRequest request, CancellationToken cancellationToken) => ExecuteAsync(Free, ParametersOf(request), cancellationToken);

    public Task ForgetAsync(IdempotentRequest request, CancellationToken cancellationToken) => ExecuteAsync(Forget, ParametersOf(request), cancellationToken);

    public Task<int> PurgeAsync(CancellationToken cancellationToken) => ExecuteAsync(Purge, null, cancellationToken);

    private Task<int> ExecuteAsync(Statement statement, object? parameters, CancellationToken cancellationToken) =>
        store.Database.InTransactionAsync(session => session.ExecuteAsync(statement, parameters), cancellationToken);

    private static Reservation OfAnother(IdempotentRequest request, Row row) =>
        !row.Fingerprint.AsSpan().SequenceEqual(request.Fingerprint) ? new Reservation.OtherRequest()
        : row.Status is { } status ? new Reservation.Answered(new KeptAnswer(status, row.ContentType, row.Location, row.Body ?? []))
        : new Reservation.InHand();

    private static object ParametersOf(IdempotentRequest request) => new { actor = request.Actor, key = request.Key, fingerprint = request.Fingerprint };

    private sealed class Row
    {
        public required byte[] Fingerprint { get; init; }
        public Uid OperationId { get; init; }
        public int? Status { get; init; }
        public string? ContentType { get; init; }
        public string? Location { get; init; }
        public byte[]? Body { get; init; }
    }
}
