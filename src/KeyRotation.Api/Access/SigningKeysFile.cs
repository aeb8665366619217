using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace KeyRotation.Api.Access;

/// <summary>
/// An issuer's public keys in a file (a JWK set, RFC 7517). It is read again when it was changed, so that the issuer's next key needs no restart; one
/// that cannot be read any more leaves the keys that were read before.
/// </summary>
internal sealed partial class SigningKeysFile
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger<SigningKeysFile> _logger;
    private readonly Lock _lock = new();

    private IReadOnlyList<SecurityKey> _keys;
    private DateTime _writtenAt;
    private DateTimeOffset _lookedAt;

    /// <exception cref="ApiSettingException">There are no keys in it that tokens could be verified with.</exception>
    public SigningKeysFile(string path, TimeProvider time, ILogger<SigningKeysFile> logger)
    {
        (_path, _time, _logger) = (path, time, logger);
        (_writtenAt, _lookedAt) = (File.GetLastWriteTimeUtc(path), time.GetUtcNow());
        _keys = Read(path);
    }

    /// <param name="id">As the token names its key (<c>kid</c>); null = it names none, and any may be the one.</param>
    public IEnumerable<SecurityKey> Find(string? id)
    {
        var keys = Current();
        return string.IsNullOrEmpty(id) ? keys : keys.Where(key => key.KeyId == id);
    }

    private IReadOnlyList<SecurityKey> Current()
    {
        lock (_lock)
        {
            if ((_time.GetUtcNow() - _lookedAt).Duration() < Interval)
                return _keys;
            _lookedAt = _time.GetUtcNow();
            var writtenAt = File.GetLastWriteTimeUtc(_path);
            if (writtenAt == _writtenAt)
                return _keys;
            try
            {
                _keys = Read(_path);
                _writtenAt = writtenAt;
            }
            catch (ApiSettingException unusable)
            {
                LogUnusable(_logger, unusable.Message);
            }
            return _keys;
        }
    }

    private static IReadOnlyList<SecurityKey> Read(string path)
    {
        try
        {
            var set = JsonWebKeySet.Create(File.ReadAllText(path));
            if (set.Keys.Any(key => key.HasPrivateKey || key.Kty == JsonWebAlgorithmsKeyTypes.Octet))
                throw new ApiSettingException($"KeyRotation:Api:Jwt:SigningKeysPath names '{path}', which has a private or symmetric key. Whoever reads it could make tokens: withdraw that key at the issuer, and write the public ones alone into the file.");
            var keys = set.GetSigningKeys();
            return keys.Count > 0 ? [.. keys] : throw new ApiSettingException($"KeyRotation:Api:Jwt:SigningKeysPath names '{path}', which has no key that signs. Expected a JWK set (RFC 7517): {{\"keys\": [...]}}, as the issuer has it at its jwks_uri.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new ApiSettingException($"KeyRotation:Api:Jwt:SigningKeysPath names '{path}', which cannot be read as a JWK set (RFC 7517): {unreadable.Message}");
        }
    }

    [LoggerMessage(6005, LogLevel.Warning, "The keys of the tokens' issuer stay as they were read before: {Problem}")]
    private static partial void LogUnusable(ILogger logger, string problem);
}
