using KeyRotation.Checker;

namespace KeyRotation.Soak.Cluster;

/// <summary>The application's tables: one seals text, one bytes.</summary>
public static class FaultTables
{
    public static IReadOnlyList<CheckedTable> All { get; } =
    [
        new("token_encryption", "tokens", "app.tokens", "secret"),
        new("database_encryption", "secrets", "app.secrets", "secret"),
    ];

    public const string Schema =
        """
        create schema app;
        create table app.tokens (id bigint primary key, secret text not null);
        create table app.secrets (id bigint primary key, secret bytea not null);
        """;

    public static bool IsText(CheckedTable table) => table.Target == "tokens";
}
