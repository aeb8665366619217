using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace KeyRotation.Testing;

/// <summary>
/// Ports of this machine for servers that are stopped and started again. They are below those that the operating system lends to connections:
/// one of these would be lent to somebody else while the server is away.
/// </summary>
public static class FreePorts
{
    private const int First = 15_000;
    private const int Last = 32_000;

    public static int Take()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next one.
            }
        }
    }
}
