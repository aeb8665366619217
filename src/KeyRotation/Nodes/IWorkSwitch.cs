namespace KeyRotation.Nodes;

/// <summary>Whether the scheduler hands work to this node.</summary>
public interface IWorkSwitch
{
    Task TakeWorkAsync(bool takes, CancellationToken cancellationToken);
}
