using System.Diagnostics.Metrics;

namespace KeyRotation.Storage.Resilience;

/// <summary>How often databases made us try again.</summary>
internal static class RetryInstruments
{
    private static readonly Meter Meter = new("KeyRotation");

    public static readonly Counter<long> Retries = Meter.CreateCounter<long>("key_rotation.database.retries", "{retry}", "Transactions and reads that were run again after a passing error.");
}
