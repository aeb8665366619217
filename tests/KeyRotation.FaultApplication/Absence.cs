using KeyRotation.Storage.Databases;
using Npgsql;

namespace KeyRotation.FaultApplication;

/// <summary>Tells a database that is away from one that says what is wrong.</summary>
internal static class Absence
{
    public static bool IsMeantBy(Exception failure) =>
        failure is NpgsqlException or DatabaseUnreachableException or IOException or TimeoutException || IsOfBrokenConnection(failure);

    /// <summary>A connection that broke between two statements is said to be no open one by the next.</summary>
    private static bool IsOfBrokenConnection(Exception failure) =>
        failure is InvalidOperationException { Source: "Npgsql", Message: "Connection is not open" };
}
