namespace KeyRotation.Idempotency;

/// <summary>What was answered to a request that was carried out, to be answered again.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="ContentType">Of the body; null without one.</param>
/// <param name="Location">The header; null where there was none.</param>
/// <param name="Body">Byte for byte.</param>
public sealed record KeptAnswer(int Status, string? ContentType, string? Location, byte[] Body);
