namespace KeyRotation.Api.Descriptions;

/// <summary>A problem by its stable code.</summary>
/// <param name="Status">The status code it comes with.</param>
/// <param name="Code">Also the end of its <c>type</c>.</param>
/// <param name="When">What it is the answer to, for people.</param>
internal sealed record ProblemDescription(int Status, string Code, string When);
