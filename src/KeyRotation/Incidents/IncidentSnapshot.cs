using System.Security.Cryptography;

namespace KeyRotation.Incidents;

/// <summary>The cluster as one node found it behind an emergency.</summary>
/// <param name="Document">JSON in UTF-8, as it is stored, shown and exported.</param>
/// <param name="TakenAt">UTC.</param>
/// <param name="TakenBy">The node.</param>
/// <param name="MissingParts">Names of the parts that could not be had; the document says why.</param>
public sealed record IncidentSnapshot(byte[] Document, DateTimeOffset TakenAt, string TakenBy, IReadOnlyList<string> MissingParts)
{
    /// <summary>Of <see cref="Document"/>. 32 bytes.</summary>
    public byte[] Sha256 { get; } = SHA256.HashData(Document);
}
