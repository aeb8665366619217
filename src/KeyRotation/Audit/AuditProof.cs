using KeyRotation.Custody;

namespace KeyRotation.Audit;

/// <summary>
/// Verifies the trail with public keys that are proved by the key-encryption key: who can write every table can put a public key
/// of his own there and sign all seals anew, but cannot wrap its private half.
/// </summary>
public sealed class AuditProof(IAuditSealStore seals, AuditVerifier verifier, KeyWrapping wrapping)
{
    /// <exception cref="AuditKeyException">A key of the store is not proved: it was replaced, or this is another key-encryption key.</exception>
    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken)
    {
        var proved = new Dictionary<int, byte[]>();
        foreach (var record in await seals.ListKeysAsync(cancellationToken).ConfigureAwait(false))
        {
            var opened = await record.OpenAsync(wrapping, cancellationToken).ConfigureAwait(false);
            using var key = opened.Key ?? throw new AuditKeyException(opened.Problem!);
            proved[record.Number] = record.PublicKey;
        }
        return await verifier.VerifyAsync(new AuditTrust { PublicKeys = proved }, cancellationToken).ConfigureAwait(false);
    }
}
