using System.Security.Cryptography;
using System.Text;
using KeyRotation.Configuration;

namespace KeyRotation.Api.Access;

/// <summary>The configured tokens. Only their hashes are known; a token is found by comparing with each of them in constant time.</summary>
internal sealed class StaticTokens(IReadOnlyList<ApiTokenOptions> tokens)
{
    private readonly (ApiTokenOptions Token, byte[] Hash)[] _tokens = [.. tokens.Select(token => (token, Convert.FromHexString(token.Sha256)))];

    public ApiTokenOptions? Find(string presented)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(presented));
        ApiTokenOptions? found = null;
        foreach (var (token, known) in _tokens)
            if (CryptographicOperations.FixedTimeEquals(hash, known))
                found = token;
        return found;
    }
}
