using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KeyRotation.Configuration;

namespace KeyRotation.Node.Demo;

/// <summary>One sample table: its target, and how its rows are made. The same index always makes the same row.</summary>
internal sealed record SampleTarget(string KeyType, TargetOptions Options, Func<long, string[]> KeyOf)
{
    public static IReadOnlyList<SampleTarget> All { get; } =
    [
        new("token_encryption",
            Target("oauth-tokens", "demo_oauth_tokens", ["id"], ("access_token", "text"), ("refresh_token", "text")),
            index => [Text(index + 1)]),
        new("database_encryption",
            Target("people", "demo_people", ["person_id"], ("email", "binary")),
            index => [new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"person {index}")).AsSpan(0, 16), bigEndian: true).ToString("D")]),
        new("file_encryption",
            Target("documents", "demo_documents", ["tenant", "name"], ("content", "binary")),
            index => [Text(index % 7 + 1), $"document-{index:D8}.txt"]),
        new("session_encryption",
            Target("sessions", "demo_sessions", ["session_id"], ("state", "binary")),
            index => [$"session-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"session {index}")).AsSpan(0, 12))}"]),
    ];

    public string Name => Options.Name;

    /// <summary>The plaintext of a cell; null where the sample has none (every third refresh token).</summary>
    public byte[]? PlaintextOf(string column, IReadOnlyList<string> key)
    {
        if (column == "refresh_token" && long.Parse(key[0], CultureInfo.InvariantCulture) % 3 == 0)
            return null;
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}/{column}/{string.Join('/', key)}"));
        return Encoding.UTF8.GetBytes($"{column}:{Convert.ToHexStringLower(digest)}");
    }

    private static TargetOptions Target(string name, string table, List<string> keyColumns, params (string Name, string Encoding)[] columns) => new()
    {
        Name = name,
        Table = table,
        KeyColumns = keyColumns,
        Columns = [.. columns.Select(column => new TargetColumnOptions { Name = column.Name, Encoding = column.Encoding })],
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
