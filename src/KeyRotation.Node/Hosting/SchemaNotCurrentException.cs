namespace KeyRotation.Node.Hosting;

/// <summary>The store's schema is not the one of this version.</summary>
internal sealed class SchemaNotCurrentException(string problem) : Exception(problem);
