using System.Net;
using KeyRotation.Api.Limits;

namespace KeyRotation.Specs.Api;

public sealed class CallerRules
{
    [TestCase("192.0.2.1", "192.0.2.1")]
    [TestCase("::ffff:192.0.2.1", "192.0.2.1")]
    public void An_address_of_IPv4_counts_by_itself(string address, string counted) => Assert.That(Caller.NetworkOf(IPAddress.Parse(address)), Is.EqualTo(counted));

    [Test]
    public void The_addresses_of_a_network_of_IPv6_count_together()
    {
        Assert.That(Caller.NetworkOf(IPAddress.Parse("2001:db8:0:1::1")), Is.EqualTo(Caller.NetworkOf(IPAddress.Parse("2001:db8:0:1:ffff::2"))));
        Assert.That(Caller.NetworkOf(IPAddress.Parse("2001:db8:0:2::1")), Is.Not.EqualTo(Caller.NetworkOf(IPAddress.Parse("2001:db8:0:1::1"))));
    }
}
