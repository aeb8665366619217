using KeyRotation.Api.Requests;
using KeyRotation.Audit;
using KeyRotation.Policies;

namespace KeyRotation.Api.Audit;

/// <summary>Which events a request lists: `key_type`, `action`, `actor`, `from`, `to`, `limit`, `cursor`.</summary>
internal static class AuditQuery
{
    public static AuditFilter Read(RequestQuery query, KeyTypePolicies policies)
    {
        var filter = new AuditFilter
        {
            KeyType = query.KeyType(policies),
            Action = query.OneOf("action", AuditActions.All),
            Actor = query.Text("actor"),
            From = query.Moment("from"),
            To = query.Moment("to"),
            Before = query.Cursor(AuditPlace.Parse),
            Limit = query.Limit(),
        };
        if (filter.To <= filter.From)
            query.Add("to", "is not behind from; expected a later moment.");
        return filter;
    }

    public static AuditPlace PlaceOf(StoredAuditEvent stored) => new(stored.Columns.OccurredAt, stored.Lane, stored.Seq);
}
