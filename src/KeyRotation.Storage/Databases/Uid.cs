using System.Data;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KeyRotation.Storage.Databases;

/// <summary>A UUID as the store keeps it: native where the database has the type, lower-case text on SQLite.</summary>
internal readonly record struct Uid(Guid Value)
{
    public static implicit operator Uid(Guid value) => new(value);

    public static implicit operator Uid?(Guid? value) => value is { } known ? new Uid(known) : null;

    public static implicit operator Guid(Uid uid) => uid.Value;

    internal sealed class Handler : SqlMapper.TypeHandler<Uid>
    {
        public override void SetValue(IDbDataParameter parameter, Uid value)
        {
            switch (parameter)
            {
                case SqliteParameter:
                    parameter.DbType = DbType.String;
                    parameter.Value = value.Value.ToString("D");
                    break;
                case NpgsqlParameter or SqlParameter:
                    parameter.DbType = DbType.Guid;
                    parameter.Value = value.Value;
                    break;
                default:
                    throw new NotSupportedException($"No form of a UUID is known for a parameter of {parameter.GetType()}.");
            }
        }

        public override Uid Parse(object value) => value switch
        {
            Guid guid => new Uid(guid),
            string text => new Uid(Guid.Parse(text)),
            _ => throw new InvalidCastException($"A UUID was expected; the database returned {value.GetType()}."),
        };
    }
}
