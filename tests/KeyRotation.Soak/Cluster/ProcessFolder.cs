using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace KeyRotation.Soak.Cluster;

/// <summary>The settings that one process starts with: its own way to the server, under its own name.</summary>
internal static class ProcessFolder
{
    /// <summary>Of one run, on this machine.</summary>
    public const string OfficerToken = "officer-token-for-tests-only";

    public static void Write(string folder, string name, int port, string connectionString, FaultSettings settings, string shared, long seed, int apiPort)
    {
        Directory.CreateDirectory(folder);
        var own = new NpgsqlConnectionStringBuilder(connectionString) { Port = port, ApplicationName = name, Timeout = 3, CommandTimeout = 5, KeepAlive = 2, MaxPoolSize = 40 }.ConnectionString;
        File.WriteAllText(Path.Combine(folder, "appsettings.json"), JsonSerializer.Serialize(new
        {
            KeyRotation = new
            {
                Store = new { Provider = "postgresql", ConnectionString = own, ClaimSeconds = settings.Claim, CommandTimeoutSeconds = settings.CommandTimeout, ConsumerLeaseSeconds = settings.ConsumerLease },
                KeyEncryptionKey = new { Provider = "file", Path = Path.Combine(shared, "kek") },
                Escrow = new { Provider = "directory", Path = Path.Combine(shared, "escrow") },
                Migration = new { settings.BatchSize },
                Retirement = new { AllowRetire = true },
                // An emergency goes on without consumers that do not answer for so long.
                Consumers = new { PropagationBoundMinutes = settings.PropagationBound / 60.0 },
                Api = Api($"http://127.0.0.1:{apiPort}"),
                KeyTypes = FaultTables.All.ToDictionary(table => table.KeyType, table => new
                {
                    Targets = new[] { new { Name = table.Target, table.Table, KeyColumns = new[] { "id" }, Columns = new[] { new { Name = table.Column, Encoding = FaultTables.IsText(table) ? "text" : "binary" } } } },
                }),
                // A check-in that fails is noticed after a claim has expired, so that who recovers a job can take it.
                Quartz = new Dictionary<string, string>
                {
                    ["quartz.jobStore.clusterCheckinInterval"] = "1500",
                    ["quartz.jobStore.clusterCheckinMisfireThreshold"] = "2500",
                    ["quartz.jobStore.misfireThreshold"] = "2000",
                },
            },
            Application = new
            {
                Journal = Path.Combine(shared, "journal"),
                settings.Rows,
                settings.OperationsPerSecond,
                Seed = seed,
                Tables = FaultTables.All.Select(table => new { table.KeyType, table.Target, table.Table, table.Column, IsText = FaultTables.IsText(table) }),
            },
        }));
    }

    /// <summary>The section of a process that serves the API to the officer.</summary>
    public static object Api(string urls) => new
    {
        Urls = urls,
        // A measure asks for more in a minute than anybody does.
        RequestsPerMinute = 1_000_000,
        CommandsPerMinute = 100_000,
        EmergenciesPerMinute = 100_000,
        Tokens = new[] { new { Name = "officer", Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(OfficerToken))), Roles = new[] { "admin" } } },
    };
}
