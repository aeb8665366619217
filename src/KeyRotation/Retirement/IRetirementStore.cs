using KeyRotation.Audit;
using KeyRotation.Claims;

namespace KeyRotation.Retirement;

/// <summary>
/// What the retirement of versions reads and changes in the store. Each change is one transaction: the fence first, then the change,
/// which asks in SQL once more whether it still may be made, then its audit event.
/// </summary>
public interface IRetirementStore
{
    /// <summary>One look at everything but the data in the targets.</summary>
    Task<RetirementFacts> LookAsync(string keyType, CancellationToken cancellationToken);

    /// <summary>By target, row key and column, the quarantined ciphertexts that name a version.</summary>
    Task<IReadOnlyDictionary<(string Target, string RowKey, string Column), int>> ListQuarantinedAsync(string keyType, CancellationToken cancellationToken);

    /// <summary>Notes that a count begins. Null fence = a dry run: nothing is written.</summary>
    Task<Census> BeginCensusAsync(Fence? fence, string keyType, CancellationToken cancellationToken);

    /// <summary>Keeps what was counted. Null fence = a dry run: nothing is written.</summary>
    /// <returns>The census with the moment of its end.</returns>
    Task<Census> EndCensusAsync(Fence? fence, Census census, CancellationToken cancellationToken);

    /// <summary>The latest census of each key type that came to its end.</summary>
    Task<IReadOnlyList<Census>> LatestCensusesAsync(CancellationToken cancellationToken);

    /// <summary>grace -> disabled.</summary>
    /// <returns>False when something it depends on has changed; nothing was committed then.</returns>
    /// <exception cref="ClaimLostException">The fence no longer holds.</exception>
    Task<bool> DisableAsync(Fence fence, RetirementChange change, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>disabled -> retired: overwrites the wrapped record.</summary>
    /// <returns>False when something it depends on has changed; nothing was committed then.</returns>
    /// <exception cref="ClaimLostException">The fence no longer holds.</exception>
    Task<bool> RetireAsync(Fence fence, RetirementChange change, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>disabled -> grace. Needs no claim: the version's row decides, and it must not wait for a count that takes hours.</summary>
    /// <returns>False when the version is not disabled; nothing was committed then.</returns>
    Task<bool> BackToGraceAsync(string keyType, int version, DateTimeOffset graceEndsAt, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>Marks a version that is neither active nor pending compromised; its grace period is over then.</summary>
    /// <returns>False when it is marked already, or active or pending; nothing was committed then.</returns>
    Task<bool> MarkCompromisedAsync(string keyType, int version, DateTimeOffset at, AuditEvent @event, CancellationToken cancellationToken);

    /// <summary>Attempts to open something under versions that are disabled, the last of each, of all key types.</summary>
    Task<IReadOnlyList<AttemptedOpen>> ListAttemptsAsync(CancellationToken cancellationToken);

    /// <summary>Attempts to open something under any version that were reported within so long, the last of each, of all key types.</summary>
    Task<IReadOnlyList<AttemptedOpen>> ListRecentAttemptsAsync(TimeSpan within, CancellationToken cancellationToken);

    /// <summary>Writes down that a clock moved.</summary>
    Task NoteClockJumpAsync(string instance, string clock, TimeSpan jump, CancellationToken cancellationToken);
}
