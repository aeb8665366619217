namespace KeyRotation.Consumers;

/// <summary>A process that encrypts or decrypts with key rings.</summary>
/// <param name="Id">New with each start of the process.</param>
/// <param name="Name">For people; for example <c>keyrotation-node</c>.</param>
/// <param name="Host">The machine.</param>
/// <param name="Version">Of the library.</param>
public sealed record Consumer(Guid Id, string Name, string Host, string Version);
