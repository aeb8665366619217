namespace KeyRotation.Nodes;

/// <summary>Whether this node can do its work: store, schema, key-encryption key, clock.</summary>
public interface IReadiness
{
    /// <returns>What is wrong; empty = it is ready.</returns>
    Task<IReadOnlyList<string>> ProblemsAsync(CancellationToken cancellationToken);
}
