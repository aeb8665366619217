namespace KeyRotation.Api.Streams;

/// <summary>A rotation with its progress at one moment.</summary>
/// <param name="Json">As the API writes it, on one line.</param>
/// <param name="HasEnded">Nothing about it changes any more.</param>
internal sealed record RotationSnapshot(string Json, bool HasEnded);
