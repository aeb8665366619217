using KeyRotation.Storage.Databases;
using NUnit.Framework;

namespace KeyRotation.Testing;

/// <summary>
/// The servers of this run. One that cannot be had skips its tests by name; where it is expected to be there (CI=true for
/// PostgreSQL), its absence fails the build.
/// </summary>
public static class TestServers
{
    public const string SqlServerVariable = "KEYROTATION_TEST_SQLSERVER";

    private static readonly Lazy<Task<PostgreSqlServer?>> PostgreSql = new(PostgreSqlServer.StartAsync);

    /// <summary>For <c>[TestFixtureSource]</c>: every kind of database, so that each case is listed, run or skipped by name.</summary>
    public static IEnumerable<DatabaseKind> Kinds => Enum.GetValues<DatabaseKind>();

    public static async Task<PostgreSqlServer> PostgreSqlAsync()
    {
        if (await PostgreSql.Value is { } server)
            return server;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"PostgreSQL is expected here: install the server, or set {PostgreSqlServer.Variable}.");
        Assert.Ignore($"PostgreSQL cannot be had here: install the server, or set {PostgreSqlServer.Variable}.");
        throw new InvalidOperationException("Assert.Ignore returned.");
    }

    /// <summary>A server that the test alone has, and may stop and start; the caller disposes of it.</summary>
    public static async Task<PostgreSqlServer> OwnPostgreSqlAsync()
    {
        if (await PostgreSqlServer.StartOwnAsync() is { } server)
            return server;
        const string Missing = "A PostgreSQL server that a test may stop and start cannot be had here: install the server's binaries.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(Missing);
        Assert.Ignore(Missing);
        throw new InvalidOperationException("Assert.Ignore returned.");
    }

    public static string SqlServer()
    {
        var server = Environment.GetEnvironmentVariable(SqlServerVariable);
        if (string.IsNullOrEmpty(server))
            Assert.Ignore($"SQL Server cannot be had here: set {SqlServerVariable} to a connection string with the right to create databases.");
        return server!;
    }

    public static async Task StopAsync()
    {
        if (PostgreSql.IsValueCreated && await PostgreSql.Value is { } server)
            await server.DisposeAsync();
    }
}
