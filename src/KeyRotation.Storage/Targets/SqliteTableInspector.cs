using KeyRotation.Encryption;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Targets;

/// <summary>SQLite has declared types only; they are read as people write them.</summary>
internal sealed class SqliteTableInspector : TableInspector
{
    // A primary key over INTEGER, alone, is the rowid: it has no index of its own, and pragma_index_list does not show it.
    protected override Statement Columns { get; } = new(
        """
        select name as Name, lower(type) as TypeName, type as SqlType, case when "notnull" = 1 or pk > 0 then 0 else 1 end as IsNullable,
               null as Collation, null as MaxLength, null as Scale
        from pragma_table_info(@name)
        order by cid
        """);

    protected override Statement UniqueKeys { get; } = new(
        """
        select 'primary key' as IndexName, name as ColumnName, pk as Position
        from pragma_table_info(@name)
        where pk > 0
        union all
        select l.name, i.name, i.seqno + 1
        from pragma_index_list(@name) as l
        join pragma_index_info(l.name) as i
        where l."unique" = 1 and l.partial = 0
          and not exists (select 1 from pragma_index_info(l.name) as e where e.name is null)
        """);

    protected override Statement History { get; } = new("select null where 1 = 0");

    protected override Statement RowFilters { get; } = new("select null where 1 = 0");

    protected override InspectedColumn Describe(ColumnRow row)
    {
        var type = row.TypeName;
        var (clr, logical) = type switch
        {
            _ when type.Contains("int", StringComparison.Ordinal) => (typeof(long), LogicalType.WholeNumber),
            "uuid" or "guid" or "uniqueidentifier" => (typeof(string), LogicalType.Uuid),
            _ when type.Contains("char", StringComparison.Ordinal) || type.Contains("text", StringComparison.Ordinal) || type.Contains("clob", StringComparison.Ordinal)
                => (typeof(string), LogicalType.Text),
            "date" => (typeof(string), LogicalType.Date),
            "datetime" or "timestamp" => (typeof(string), LogicalType.LocalTime),
            "timestamptz" or "datetimeoffset" => (typeof(string), LogicalType.Instant),
            "blob" => (typeof(byte[]), LogicalType.Binary),
            _ => ((Type?)null, (LogicalType?)null),
        };
        return new InspectedColumn
        {
            Name = row.Name,
            SqlType = row.SqlType,
            IsNullable = row.IsNullable != 0,
            ClrType = clr,
            LogicalType = logical,
            HoldsMoments = type is not "blob",
            HoldsBytes = type is "blob" or "",
            HoldsText = logical == LogicalType.Text,
        };
    }
}
