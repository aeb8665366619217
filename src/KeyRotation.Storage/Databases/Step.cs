namespace KeyRotation.Storage.Databases;

/// <summary>
/// One statement of a transaction that is known as a whole before it begins (<see cref="Database.CommitAsync"/>). The steps of
/// one transaction share their parameters' names: the same name is the same value.
/// </summary>
internal sealed record Step(Statement Statement, object Parameters)
{
    /// <summary>Rows that it must hit; otherwise everything is rolled back. Null = any number.</summary>
    public int? MustHit { get; init; }

    /// <summary>The name under which the steps behind it have the number of rows that it hit as a parameter; null = they have not.</summary>
    public string? CountedAs { get; init; }
}
