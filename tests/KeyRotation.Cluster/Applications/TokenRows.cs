using System.Globalization;
using System.Text;
using KeyRotation.Client;
using KeyRotation.Encryption;
using KeyRotation.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KeyRotation.Cluster.Applications;

/// <summary>Every token of the cluster's table, opened by a consumer of the test's own.</summary>
/// <param name="Count">Rows.</param>
/// <param name="Wrong">Ids of those that do not open, or say something else than was written.</param>
/// <param name="Versions">Under which they are sealed.</param>
internal sealed record TokenRows(long Count, IReadOnlyList<long> Wrong, IReadOnlyList<int> Versions)
{
    public static Task<TokenRows> ReadAsync(ServerCluster cluster) => ReadAsync(cluster.Store, cluster.Configure);

    public static async Task<TokenRows> ReadAsync(TestStore store, Action<ClientOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddKeyRotationClient(configure);
        using var host = builder.Build();
        await host.StartAsync();
        var rows = await OpenAsync(store, host.Services.GetRequiredService<ApplicationKeys>().Of("token_encryption"));
        await host.StopAsync();
        return rows;
    }

    private static async Task<TokenRows> OpenAsync(TestStore store, ApplicationKey key)
    {
        var wrong = new List<long>();
        var versions = new SortedSet<int>();
        var rows = await store.QueryAsync("select id, access_token from app.oauth_tokens");
        foreach (var row in rows)
        {
            var id = (long)row[0]!;
            EnvelopeText.TryDecode((string)row[1]!, out var envelope);
            if (Envelope.TryReadHeader(envelope, out var header) == OpenStatus.Opened)
                versions.Add((int)header.KeyVersion);
            var opened = await key.OpenAsync(envelope, EncryptionContext.For("oauth-tokens", "access_token", id.ToString(CultureInfo.InvariantCulture)));
            if (!opened.IsOpened || Encoding.UTF8.GetString(opened.Plaintext) != $"ya29.token-{id}")
                wrong.Add(id);
        }
        return new TokenRows(rows.Count, wrong, [.. versions]);
    }
}
