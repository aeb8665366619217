using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using KeyRotation.Api;

namespace KeyRotation.Integration.Api;

/// <summary>Clients that send what no well-meaning one sends, byte by byte.</summary>
public sealed class UnrulyClients : ApiFixture
{
    [Test]
    public async Task Whoever_sends_his_headers_a_byte_a_second_is_cut_off()
    {
        using var client = await ConnectAsync();
        var clock = Stopwatch.StartNew();
        var answer = AnswerAsync(client);

        foreach (var letter in $"GET {ApiRoutes.Root}/keys HTTP/1.1\r\nHost: api\r\n")
        {
            if (answer.IsCompleted || clock.Elapsed > TimeSpan.FromSeconds(60))
                break;
            try
            {
                await client.GetStream().WriteAsync(new[] { (byte)letter });
            }
            catch (IOException)
            {
                // It is cut off.
            }
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(1)));
        }

        Assert.That(answer.IsCompleted, Is.True);
        Assert.That(clock.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(5)).And.LessThan(TimeSpan.FromSeconds(60)));
        Assert.That(await answer, Is.Empty.Or.StartsWith("HTTP/1.1 408"));
    }

    [Test]
    public async Task A_body_of_ten_megabytes_is_413_before_it_is_sent()
    {
        using var client = await ConnectAsync();
        await SendAsync(client, string.Create(CultureInfo.InvariantCulture, $"POST {ApiRoutes.Root}/schedule HTTP/1.1\r\nHost: api\r\nConnection: close\r\nAuthorization: Bearer {TokenOf("admin")}\r\nContent-Type: application/json\r\nContent-Length: {10 * 1024 * 1024}\r\n\r\n"));

        Assert.That(await AnswerAsync(client), Does.StartWith("HTTP/1.1 413").And.Contains("too_large"));
    }

    [Test]
    public async Task Headers_of_more_than_16_KiB_are_431()
    {
        using var client = await ConnectAsync();
        await SendAsync(client, $"GET {ApiRoutes.Root}/keys HTTP/1.1\r\nHost: api\r\nConnection: close\r\nAuthorization: Bearer {new string('x', 17 * 1024)}\r\n\r\n");

        Assert.That(await AnswerAsync(client), Does.StartWith("HTTP/1.1 431"));
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(BaseAddress.Host, BaseAddress.Port);
        return client;
    }

    private static async Task SendAsync(TcpClient client, string text) => await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>All that comes until the connection is closed.</summary>
    private static async Task<string> AnswerAsync(TcpClient client)
    {
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await client.GetStream().ReadAsync(buffer) is > 0 and var read)
                answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // Closed by force.
        }
        return answer.ToString();
    }
}
