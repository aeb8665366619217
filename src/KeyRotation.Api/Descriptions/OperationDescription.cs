namespace KeyRotation.Api.Descriptions;

/// <summary>
/// What an endpoint says of itself in the API's document. Bodies and addresses are read by hand, so that every mistake is named at once; what a
/// framework would find in a handler's signature stands here instead, and tests hold it against what the endpoint takes and answers.
/// </summary>
/// <param name="Id">Its name in generated clients.</param>
/// <param name="Tag">The group it stands in.</param>
/// <param name="Summary">A few words.</param>
/// <param name="Description">What it does, for people.</param>
/// <param name="Answers">To what was carried out.</param>
internal sealed record OperationDescription(string Id, OperationTag Tag, string Summary, string Description, params IReadOnlyList<AnswerDescription> Answers)
{
    /// <summary>Null = it takes none.</summary>
    public BodyDescription? Body { get; init; }

    /// <summary>Parameters behind the question mark; <c>dry_run</c> is added to every command's.</summary>
    public IReadOnlyList<FieldDescription> Query { get; init; } = [];

    /// <summary>Parameters of the path.</summary>
    public IReadOnlyList<FieldDescription> Path { get; init; } = [];

    /// <summary>Those of its own, beside those that any request may run into.</summary>
    public IReadOnlyList<ProblemDescription> Problems { get; init; } = [];

    /// <summary>What a dry run would answer, where that is another thing than the command does.</summary>
    public AnswerDescription? Rehearsed { get; init; }

    /// <summary>What it answers with 202 where a second person has to approve it first; null = nobody has to.</summary>
    public object? Awaited { get; init; }

    /// <summary>It can look without touching, and answers a dry run in its own form.</summary>
    public bool HasOwnDryRun { get; init; }

    /// <summary>It is not given up when it takes longer than others may.</summary>
    public bool MayTakeLong { get; init; }
}
