using KeyRotation.Consumers;
using KeyRotation.Keys;

namespace KeyRotation.Rotations.Steps;

/// <summary>
/// Whether every live consumer has acknowledged the latest activation: from then on nobody encrypts under another version any more,
/// and a sweep that finds nothing proves that nothing is left.
/// </summary>
public sealed class ActivationAnswers(IKeyStore keys, IKeyRings rings, IConsumerDirectory consumers)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    /// <returns>Who is waited for; null when everybody has answered.</returns>
    internal async Task<StepResult.Waits?> MissingAsync(string keyType, CancellationToken cancellationToken)
    {
        await rings.RefreshAsync(keyType, cancellationToken).ConfigureAwait(false);
        var types = await keys.ListKeyTypesAsync(cancellationToken).ConfigureAwait(false);
        var activation = types.Single(type => type.Name == keyType).Activation;
        var missing = await consumers.NotAcknowledgedAsync(keyType, activation, cancellationToken).ConfigureAwait(false);
        return missing.Count == 0
            ? null
            : new StepResult.Waits(Hold.Consumers, $"Activation {activation} is not yet acknowledged by {string.Join(", ", missing)}.", AskAgainAfter);
    }
}
