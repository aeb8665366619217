namespace KeyRotation.Audit;

/// <summary>Where a lane stands: its last event's number and hash; 0 and the genesis for an empty one.</summary>
public sealed record LaneHead(int Lane, long Seq, byte[] Hash);
