namespace KeyRotation.Alerts;

/// <summary>What a restored store lost for good, as it seems.</summary>
internal static class RestoreAlerts
{
    public static IEnumerable<Alert> Of(AlertFacts facts) => facts.Lost.Where(lost => lost.GivenUpAt is null).Select(lost => new Alert(AlertCodes.VersionLost, $"{lost.KeyType} version {lost.Version}",
        $"The store was restored to an older copy, and version {lost.Version} of {lost.KeyType}, which it lost, cannot be brought back from escrow (missed since {Wording.Utc(lost.FoundAt)}): {lost.Problem} What is sealed under it does not open, and rotations of {lost.KeyType} wait; emergencies do not.")
    {
        KeyType = lost.KeyType,
    });
}
