using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KeyRotation.Storage.Databases;

/// <summary>
/// A moment in UTC as the store keeps it. A type of our own, because Dapper's handlers are global to the process and an
/// application that references the client must keep its own handling of <see cref="DateTimeOffset"/>.
/// </summary>
internal readonly record struct Instant(DateTimeOffset Value)
{
    // SQLite compares text, so every moment has the same length and the precision of strftime's %f.
    private const string SqliteFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Behind every moment that is kept.</summary>
    public static readonly DateTimeOffset EndOfTime = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static implicit operator Instant(DateTimeOffset value) => new(value.ToUniversalTime());

    public static implicit operator Instant?(DateTimeOffset? value) => value is { } known ? new Instant(known.ToUniversalTime()) : null;

    public static implicit operator DateTimeOffset(Instant instant) => instant.Value;

    public static implicit operator DateTimeOffset?(Instant? instant) => instant?.Value;

    internal sealed class Handler : SqlMapper.TypeHandler<Instant>
    {
        public override void SetValue(IDbDataParameter parameter, Instant value)
        {
            switch (parameter)
            {
                case SqliteParameter:
                    parameter.DbType = DbType.String;
                    parameter.Value = value.Value.ToString(SqliteFormat, CultureInfo.InvariantCulture);
                    break;
                case NpgsqlParameter:
                    parameter.Value = value.Value.UtcDateTime;
                    break;
                case SqlParameter sql:
                    sql.SqlDbType = SqlDbType.DateTime2;
                    sql.Value = value.Value.UtcDateTime;
                    break;
                default:
                    throw new NotSupportedException($"No form of a moment is known for a parameter of {parameter.GetType()}.");
            }
        }

        public override Instant Parse(object value) => value switch
        {
            DateTime moment => new Instant(new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc))),
            DateTimeOffset moment => new Instant(moment.ToUniversalTime()),
            string text => new Instant(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)),
            _ => throw new InvalidCastException($"A moment was expected; the database returned {value.GetType()}."),
        };
    }
}
