using System.Data.Common;

namespace KeyRotation.Node.Configuration;

/// <summary>A SQLite file as a connection string, whatever characters its path has.</summary>
internal static class EmbeddedStore
{
    public static string ConnectionString(string file) => new DbConnectionStringBuilder { ["Data Source"] = file }.ConnectionString;
}
