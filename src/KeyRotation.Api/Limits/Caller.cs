using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Limits;

/// <summary>Whose requests count together: those of one name, or, where nobody is known, those from one address.</summary>
/// <param name="Name">Of who is known; the address of who is not.</param>
/// <param name="IsKnown">He sent a token that is valid.</param>
internal readonly record struct Caller(string Name, bool IsKnown)
{
    /// <summary>Bytes of an IPv6 address that a network has; whoever has one address has the rest of them too (RFC 4291, section 2.5.4).</summary>
    private const int NetworkBytes = 8;

    public static Caller Of(HttpContext context) => context.User.Identity is { IsAuthenticated: true, Name: { } name }
        ? new Caller(name, IsKnown: true)
        : new Caller(NetworkOf(context.Connection.RemoteIpAddress), IsKnown: false);

    /// <summary>The address of IPv4, the network of IPv6.</summary>
    internal static string NetworkOf(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytes)) : address.ToString();
    }
}
