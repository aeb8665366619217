using KeyRotation.Keys;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Keys;

/// <summary>A row of <c>key_version</c>.</summary>
internal sealed class KeyVersionRow
{
    public required string KeyType { get; init; }
    public int Version { get; init; }
    public required string State { get; init; }
    public required string KekId { get; init; }
    public byte[]? WrappedRecord { get; init; }
    public required byte[] CheckValue { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant? ActivatedAt { get; init; }
    public Instant? GraceEndsAt { get; init; }
    public Instant? DisabledAt { get; init; }
    public Instant? RetiredAt { get; init; }
    public Instant? CompromisedAt { get; init; }
    public Instant? RestoredAt { get; init; }
    public Instant? SettlesAt { get; init; }

    public KeyVersion ToKeyVersion() => new()
    {
        KeyType = KeyType,
        Version = Version,
        State = StoredName.Parse<KeyVersionState>(State, $"The state of {KeyType} version {Version}"),
        KekId = KekId,
        WrappedRecord = WrappedRecord,
        CheckValue = CheckValue,
        CreatedAt = CreatedAt,
        ActivatedAt = ActivatedAt,
        GraceEndsAt = GraceEndsAt,
        DisabledAt = DisabledAt,
        RetiredAt = RetiredAt,
        CompromisedAt = CompromisedAt,
        RestoredAt = RestoredAt,
        SettlesAt = SettlesAt,
    };
}
