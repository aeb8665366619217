namespace KeyRotation.Node.Demo;

/// <summary>A line of the demo's table.</summary>
/// <param name="From">The version before; the active one where nothing was due.</param>
/// <param name="To">The version after; null where nothing was due.</param>
/// <param name="Rows">Rows that were re-encrypted.</param>
/// <param name="Problem">What is wrong; null = every row opens under the active version with its old plaintext.</param>
internal sealed record DemoResult(string KeyType, int? From, int? To, long Rows, TimeSpan Duration, string? Problem)
{
    public bool WasDue => To is not null;
}
