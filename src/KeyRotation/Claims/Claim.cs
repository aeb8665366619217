namespace KeyRotation.Claims;

/// <summary>
/// The right to act, for a short time on the database's clock (docs/cluster.md). The epoch grows each time the claim is taken;
/// a transaction under an epoch that is no longer the current one cannot commit.
/// </summary>
/// <param name="Name">What is claimed, for example <c>rotation:token_encryption</c>.</param>
/// <param name="Holder">Which process holds it.</param>
/// <param name="Epoch">Grows with every taking.</param>
public sealed record Claim(string Name, string Holder, long Epoch);
