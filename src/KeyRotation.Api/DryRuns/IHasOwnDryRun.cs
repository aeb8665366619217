namespace KeyRotation.Api.DryRuns;

/// <summary>Of a route whose command can look without touching, and answers a dry run in its own form.</summary>
internal interface IHasOwnDryRun;
