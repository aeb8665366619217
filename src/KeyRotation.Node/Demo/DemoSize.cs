namespace KeyRotation.Node.Demo;

/// <summary>How many sample rows each key type gets.</summary>
internal sealed record DemoSize(long RowsPerKeyType);
