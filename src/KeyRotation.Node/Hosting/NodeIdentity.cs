namespace KeyRotation.Node.Hosting;

/// <summary>Who this node is: new with each start.</summary>
internal sealed record NodeIdentity(Guid Id, string Version, IReadOnlyList<string> Roles)
{
    public static NodeIdentity New(IReadOnlyList<string> roles) =>
        new(Guid.CreateVersion7(), typeof(NodeIdentity).Assembly.GetName().Version!.ToString(3), roles);
}
