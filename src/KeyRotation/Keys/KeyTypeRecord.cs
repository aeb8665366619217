namespace KeyRotation.Keys;

/// <summary>A key type as the store has it.</summary>
/// <param name="Name">In snake_case.</param>
/// <param name="KeyId">Written into every ciphertext; never changes. 1 to 5 are built in, configured ones begin at 1000.</param>
/// <param name="Epoch">Grows with every change of the key ring.</param>
/// <param name="Activation">Number of the latest activation; 0 before the first.</param>
public sealed record KeyTypeRecord(string Name, int KeyId, long Epoch, long Activation);
