using System.Data.Common;
using KeyRotation.Storage.Databases;

namespace KeyRotation.Storage.Resilience;

/// <summary>What the drivers say of a failure.</summary>
internal sealed class FailureKinds(Database store) : IFailureKinds
{
    public bool IsStoreUnavailable(Exception failure) =>
        failure is DatabaseUnreachableException or TimeoutException || (failure is DbException && store.Dialect.IsTransient(failure));
}
