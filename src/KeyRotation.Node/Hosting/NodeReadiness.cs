using KeyRotation.Custody;
using KeyRotation.Encryption;
using KeyRotation.Nodes;
using KeyRotation.Policies;
using KeyRotation.Storage.Databases;
using KeyRotation.Storage.Schema;

namespace KeyRotation.Node.Hosting;

/// <summary>Asks the store, its schema, the key-encryption key and the clock whether this node can do its work.</summary>
internal sealed class NodeReadiness(Database store, SchemaMigrator schema, KeyWrapping wrapping, KeyTypePolicies policies, ClockGuard clock) : IReadiness
{
    public async Task<IReadOnlyList<string>> ProblemsAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        try
        {
            await store.PingAsync(cancellationToken).ConfigureAwait(false);
            if ((await schema.StatusAsync(cancellationToken).ConfigureAwait(false)).Problem is { } problem)
                problems.Add(problem);
        }
        catch (DatabaseUnreachableException unreachable)
        {
            problems.Add(unreachable.Message);
        }
        if (await KekProblemAsync(cancellationToken).ConfigureAwait(false) is { } kek)
            problems.Add(kek);
        if (clock.RefusesWork)
            problems.Add(clock.Describe());
        return problems;
    }

    /// <summary>Wraps a key that nobody uses and unwraps it again.</summary>
    private async Task<string?> KekProblemAsync(CancellationToken cancellationToken)
    {
        using var probe = KeyMaterial.Generate();
        var identity = new KeyIdentity(KeyPurpose.Encryption, 1, 1);
        try
        {
            var wrapped = await wrapping.WrapAsync(identity, probe, cancellationToken).ConfigureAwait(false);
            var opened = await wrapping.UnwrapAsync(policies.All[0].Name, identity, wrapped.Record, wrapped.CheckValue, wrapped.KekId, cancellationToken).ConfigureAwait(false);
            using var material = opened.Material;
            return material is null ? opened.Problem : null;
        }
        catch (KeyEncryptionKeyException failure)
        {
            return failure.Message;
        }
    }
}
