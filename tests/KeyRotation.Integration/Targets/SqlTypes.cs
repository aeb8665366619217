using KeyRotation.Storage.Databases;

namespace KeyRotation.Integration.Targets;

/// <summary>The same column in each database's words.</summary>
internal sealed record SqlTypes(string Bytes, string Text, string Uuid, string LongNumber, string Name, string Date)
{
    public static SqlTypes Of(DatabaseKind kind) => kind switch
    {
        DatabaseKind.PostgreSql => new("bytea", "text", "uuid", "bigint", "varchar(100)", "date"),
        DatabaseKind.SqlServer => new("varbinary(max)", "nvarchar(max)", "uniqueidentifier", "bigint", "nvarchar(100)", "date"),
        _ => new("blob", "text", "uuid", "bigint", "text", "date"),
    };
}
