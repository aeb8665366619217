using KeyRotation.Encryption;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Targets;

internal sealed class SqlServerTableInspector : TableInspector
{
    protected override Statement Columns { get; } = new(
        """
        select c.name as Name, t.name as TypeName, t.name as SqlType, cast(c.is_nullable as int) as IsNullable,
               c.collation_name as Collation,
               case when c.max_length = -1 then null
                    when t.name in ('nchar', 'nvarchar') then c.max_length / 2
                    when t.name in ('char', 'varchar', 'binary', 'varbinary') then cast(c.max_length as int) end as MaxLength,
               cast(c.scale as int) as Scale
        from sys.columns as c
        join sys.types as t on t.user_type_id = c.system_type_id
        where c.object_id = object_id(@table)
        order by c.column_id
        """);

    protected override Statement UniqueKeys { get; } = new(
        """
        select i.name as IndexName, c.name as ColumnName, cast(k.key_ordinal as int) as Position
        from sys.indexes as i
        join sys.index_columns as k on k.object_id = i.object_id and k.index_id = i.index_id
        join sys.columns as c on c.object_id = k.object_id and c.column_id = k.column_id
        where i.object_id = object_id(@table) and i.is_unique = 1 and i.has_filter = 0 and i.is_disabled = 0 and k.is_included_column = 0
        """);

    protected override Statement History { get; } = new(
        """
        select schema_name(h.schema_id) + '.' + h.name as "Table", f.name as "From", u.name as Until
        from sys.tables as t
        join sys.tables as h on h.object_id = t.history_table_id
        join sys.periods as p on p.object_id = t.object_id
        join sys.columns as f on f.object_id = t.object_id and f.column_id = p.start_column_id
        join sys.columns as u on u.object_id = t.object_id and u.column_id = p.end_column_id
        where t.object_id = object_id(@table)
        """);

    // Of whom its function lets see what, nobody can ask.
    protected override Statement RowFilters { get; } = new(
        """
        select 'a filter predicate of security policy ' + schema_name(s.schema_id) + '.' + s.name
        from sys.security_predicates as p
        join sys.security_policies as s on s.object_id = p.object_id
        where p.predicate_type = 0 and s.is_enabled = 1
          and (p.target_object_id = object_id(@table)
            or p.target_object_id = (select t.history_table_id from sys.tables as t where t.object_id = object_id(@table)))
        """);

    protected override InspectedColumn Describe(ColumnRow row)
    {
        var (clr, logical) = row.TypeName switch
        {
            "tinyint" => (typeof(byte), LogicalType.WholeNumber),
            "smallint" => (typeof(short), LogicalType.WholeNumber),
            "int" => (typeof(int), LogicalType.WholeNumber),
            "bigint" => (typeof(long), LogicalType.WholeNumber),
            "uniqueidentifier" => (typeof(Guid), LogicalType.Uuid),
            "nvarchar" or "varchar" => (typeof(string), LogicalType.Text),
            "nchar" or "char" => (typeof(string), LogicalType.FixedText),
            "date" => (typeof(DateTime), LogicalType.Date),
            "datetimeoffset" => (typeof(DateTimeOffset), LogicalType.Instant),
            "datetime2" => (typeof(DateTime), LogicalType.LocalTime),
            "decimal" or "numeric" when row.Scale == 0 => (typeof(decimal), LogicalType.WholeNumber),
            "varbinary" or "binary" => (typeof(byte[]), LogicalType.Binary),
            _ => ((Type?)null, (LogicalType?)null),
        };
        return new InspectedColumn
        {
            Name = row.Name,
            SqlType = FullType(row),
            IsNullable = row.IsNullable != 0,
            Collation = row.Collation,
            ClrType = clr,
            LogicalType = logical,
            HoldsMoments = row.TypeName is "datetime2" or "datetimeoffset" or "datetime" or "smalldatetime",
            HoldsBytes = row.TypeName == "varbinary",
            HoldsText = row.TypeName is "varchar" or "nvarchar",
            MaxLength = row.MaxLength,
        };
    }

    private static string FullType(ColumnRow row) => row.TypeName switch
    {
        "nvarchar" or "varchar" or "nchar" or "char" or "varbinary" or "binary" =>
            $"{row.TypeName}({(row.MaxLength is { } length ? length.ToString(System.Globalization.CultureInfo.InvariantCulture) : "max")})",
        "datetime2" or "datetimeoffset" => $"{row.TypeName}({row.Scale})",
        "decimal" or "numeric" => $"{row.TypeName}(38, 0)",
        _ => row.TypeName,
    };
}
