using System.Globalization;

namespace KeyRotation.ClockedNode;

/// <summary>
/// Policy time as a test moves it: the system's, plus the seconds that a file holds. The file is read each time, so that all
/// processes of a cluster move at once. Timers go on at their own pace; claims and leases are on the database's clock.
/// </summary>
internal sealed class MovedClock(string file) : TimeProvider
{
    /// <summary>Names the file.</summary>
    public const string Variable = "KEYROTATION_TEST_CLOCK";

    /// <summary>Names the file of the machine's clock, which is compared with the database's; without it the machine's is right.</summary>
    public const string MachineVariable = "KEYROTATION_TEST_MACHINE_CLOCK";

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddSeconds(long.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));
}
