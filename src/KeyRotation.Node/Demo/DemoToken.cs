using System.Security.Cryptography;
using System.Text;
using KeyRotation.Configuration;

namespace KeyRotation.Node.Demo;

/// <summary>The token of a demo's API: the one in KEYROTATION_TOKEN, else a random one for this run.</summary>
internal sealed record DemoToken(string Text, bool IsGiven)
{
    public static DemoToken Choose() =>
        Environment.GetEnvironmentVariable("KEYROTATION_TOKEN") is { Length: > 0 } given
            ? new DemoToken(given, IsGiven: true)
            : new DemoToken(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), IsGiven: false);

    public ApiTokenOptions AsOptions() => new() { Name = "demo", Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))), Roles = ["admin"] };
}
