using KeyRotation.Encryption;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Targets;

internal sealed class PostgreSqlTableInspector : TableInspector
{
    protected override Statement Columns { get; } = new(
        """
        select a.attname as Name, t.typname as TypeName, format_type(a.atttypid, a.atttypmod) as SqlType,
               case when a.attnotnull then 0 else 1 end as IsNullable,
               case when a.attcollation <> 0 then c.collname end as Collation,
               case when t.typname in ('varchar', 'bpchar') and a.atttypmod > 0 then a.atttypmod - 4 end as MaxLength,
               case when t.typname = 'numeric' then case when a.atttypmod < 0 then -1 else (a.atttypmod - 4) & 65535 end end as Scale
        from pg_attribute a
        join pg_type t on t.oid = a.atttypid
        left join pg_collation c on c.oid = a.attcollation
        where a.attrelid = to_regclass(@table) and a.attnum > 0 and not a.attisdropped
        order by a.attnum
        """);

    protected override Statement UniqueKeys { get; } = new(
        """
        select i.indexrelid::regclass::text as IndexName, a.attname as ColumnName, cast(k.position as integer) as Position
        from pg_index i
        cross join lateral unnest(i.indkey::smallint[]) with ordinality as k(attnum, position)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where i.indrelid = to_regclass(@table) and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
          and k.position <= i.indnkeyatts
        """);

    protected override Statement History { get; } = new("select null where 1 = 0");

    // Active for this login: not for a superuser, one with BYPASSRLS, or the owner unless it is forced.
    protected override Statement RowFilters { get; } = new(
        """
        select 'row level security' || coalesce(' by policy ' || string_agg(p.polname::text, ', ' order by p.polname), ' without a policy')
        from (select to_regclass(@table) as oid) t
        left join pg_policy p on p.polrelid = t.oid
        where row_security_active(t.oid)
        group by t.oid
        """);

    protected override InspectedColumn Describe(ColumnRow row)
    {
        var (clr, logical) = row.TypeName switch
        {
            "int2" => (typeof(short), LogicalType.WholeNumber),
            "int4" => (typeof(int), LogicalType.WholeNumber),
            "int8" => (typeof(long), LogicalType.WholeNumber),
            "uuid" => (typeof(Guid), LogicalType.Uuid),
            "text" or "varchar" => (typeof(string), LogicalType.Text),
            "bpchar" => (typeof(string), LogicalType.FixedText),
            "date" => (typeof(DateOnly), LogicalType.Date),
            "timestamptz" => (typeof(DateTime), LogicalType.Instant),
            "timestamp" => (typeof(DateTime), LogicalType.LocalTime),
            "numeric" when row.Scale == 0 => (typeof(decimal), LogicalType.WholeNumber),
            "bytea" => (typeof(byte[]), LogicalType.Binary),
            _ => ((Type?)null, (LogicalType?)null),
        };
        return new InspectedColumn
        {
            Name = row.Name,
            SqlType = row.SqlType,
            IsNullable = row.IsNullable != 0,
            Collation = row.Collation,
            ClrType = clr,
            LogicalType = logical,
            HoldsMoments = row.TypeName is "timestamptz" or "timestamp",
            HoldsBytes = row.TypeName == "bytea",
            HoldsText = row.TypeName is "text" or "varchar" or "citext",
            MaxLength = row.MaxLength,
        };
    }
}
