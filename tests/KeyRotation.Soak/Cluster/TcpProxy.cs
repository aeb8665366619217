using System.Net;
using System.Net.Sockets;

namespace KeyRotation.Soak.Cluster;

/// <summary>A network between one process and the server, which a test can cut: at any moment, or just behind a COMMIT.</summary>
public sealed class TcpProxy : IDisposable
{
    private static readonly byte[] Commit = "COMMIT"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<TcpClient> _sockets = [];
    private readonly Lock _lock = new();
    private readonly int _serverPort;
    private volatile TaskCompletionSource? _behindCommit;
    private volatile bool _refuses;

    public TcpProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts what there is, and what comes, until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _refuses = true;
        Reset();
    }

    public void Mend()
    {
        _refuses = false;
        _behindCommit = null;
    }

    /// <summary>Lets the next COMMIT pass to the server and cuts its connection before the reply is back.</summary>
    /// <returns>Ends when it happened.</returns>
    public Task CutBehindCommitAsync()
    {
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _behindCommit = cut;
        return cut.Task;
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        Reset();
        _stopping.Dispose();
    }

    /// <summary>With a reset, as a firewall does that forgot the connection.</summary>
    private void Reset()
    {
        TcpClient[] sockets;
        lock (_lock)
        {
            sockets = [.. _sockets];
            _sockets.Clear();
        }
        foreach (var socket in sockets)
            Reset(socket);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        lock (_lock)
        {
            _sockets.Add(client);
            _sockets.Add(server);
        }
        try
        {
            if (_refuses)
                return;
            await server.ConnectAsync(IPAddress.Loopback, _serverPort);
            await Task.WhenAny(PumpAsync(client, server, isFromClient: true), PumpAsync(server, client, isFromClient: false));
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone; so is the other, now.
        }
        finally
        {
            lock (_lock)
            {
                _sockets.Remove(client);
                _sockets.Remove(server);
            }
            Reset(client);
            server.Dispose();
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool isFromClient)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var count)
            {
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
                if (isFromClient && _behindCommit is { } cut && buffer.AsSpan(0, count).IndexOf(Commit) >= 0 && Interlocked.CompareExchange(ref _behindCommit, null, cut) == cut)
                {
                    cut.SetResult();
                    return;
                }
            }
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // As above.
        }
    }

    private static void Reset(TcpClient socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or NullReferenceException)
        {
            // Closed already.
        }
        socket.Dispose();
    }
}
