namespace KeyRotation.Api.DryRuns;

/// <summary>What a command would have done.</summary>
/// <param name="DryRun">True: nothing was changed.</param>
/// <param name="WouldAnswer">The status code.</param>
/// <param name="Result">The body. What it names that is new, a rotation for example, is not there.</param>
internal sealed record DryRunDto(bool DryRun, int WouldAnswer, object? Result);
