using System.Net;
using KeyRotation.Testing;
using Microsoft.Data.Sqlite;

namespace KeyRotation.Cluster.EmbeddedNode;

/// <summary>The two blocks of variables that the requirement prints start a node as they are, comments and all, with nothing else.</summary>
[TestFixture]
public sealed class ReferenceBlocks
{
    private static readonly Dictionary<string, string> Production = new()
    {
        ["KEY_ROTATION_ENABLED"] = "true",
        ["KEY_ROTATION_CHECK_INTERVAL"] = "60  # minutes",
        ["KEY_ROTATION_MAX_CONCURRENT"] = "2",
        ["KEY_ROTATION_MAINTENANCE_START"] = "2  # UTC hour",
        ["KEY_ROTATION_MAINTENANCE_DURATION"] = "4  # hours",
        ["KEY_ROTATION_ALERTS_EMAIL"] = "security@lilymedia.ai",
        ["KEY_ROTATION_EMERGENCY_CONTACT"] = "security@lilymedia.ai",
    };

    private static readonly Dictionary<string, string> Development = new()
    {
        ["KEY_ROTATION_ENABLED"] = "true",
        ["KEY_ROTATION_CHECK_INTERVAL"] = "5  # minutes",
        ["KEY_ROTATION_MAX_CONCURRENT"] = "1",
        ["TOKEN_ENCRYPTION_ROTATION_DAYS"] = "7",
        ["SESSION_ENCRYPTION_ROTATION_DAYS"] = "1",
    };

    private TestFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TestFolder();

    [TearDown]
    public void TearDown()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Test]
    public Task Production_starts_a_node_that_makes_the_five_first_keys() => StartsAsync(Production);

    [Test]
    public Task Development_starts_a_node_that_makes_the_five_first_keys() => StartsAsync(Development);

    [Test]
    public async Task Metrics_and_traces_go_to_the_configured_OTLP_endpoint()
    {
        using var collector = new HttpListener();
        var port = FreePorts.Take();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();
        var environment = new Dictionary<string, string>(Production)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
        };
        await using var node = NodeProcess.Start(_folder.Path, environment, "run");

        var received = await ReceiveAsync(collector, "/v1/metrics", "key_rotation.rotation.completed", "/v1/traces", "rotation propagating");

        Assert.That(received, Is.True, node.Output);
        Assert.That(await node.TerminateAsync(), Is.Zero, node.Output);
    }

    private async Task StartsAsync(Dictionary<string, string> environment)
    {
        await using var node = NodeProcess.Start(_folder.Path, environment, "run");
        foreach (var keyType in new[] { "token_encryption", "database_encryption", "file_encryption", "session_encryption", "api_signature" })
            await node.WaitForLineAsync($"{keyType}: Propagating -> Completed");

        Assert.That(await node.TerminateAsync(), Is.Zero, node.Output);
    }

    private static async Task<bool> ReceiveAsync(HttpListener collector, string metricsPath, string metric, string tracesPath, string span)
    {
        var (sawMetric, sawSpan) = (false, false);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(sawMetric && sawSpan))
        {
            var context = await collector.GetContextAsync().WaitAsync(timeout.Token);
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body, timeout.Token);
            var text = System.Text.Encoding.Latin1.GetString(body.ToArray());
            sawMetric |= context.Request.Url!.AbsolutePath == metricsPath && text.Contains(metric, StringComparison.Ordinal);
            sawSpan |= context.Request.Url!.AbsolutePath == tracesPath && text.Contains(span, StringComparison.Ordinal);
            context.Response.StatusCode = 200;
            context.Response.Close();
        }
        return true;
    }
}
