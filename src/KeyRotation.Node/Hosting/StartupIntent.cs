namespace KeyRotation.Node.Hosting;

/// <summary>What a process means to do with the store that it opens.</summary>
/// <param name="RegistersTargets">False for one that only looks: an entry of the target registry never changes, so a trial must not make one.</param>
internal sealed record StartupIntent(bool RegistersTargets);
