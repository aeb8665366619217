using KeyRotation.Api.Descriptions;
using KeyRotation.Api.Problems;
using KeyRotation.Api.Requests;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Keys;

/// <summary>What <see cref="KeyEndpoints"/> say of themselves.</summary>
internal static class KeyDescriptions
{
    private static readonly FieldDescription KeyType = FieldDescription.Text("keyType", "The key type's name.").Required().With(Examples.KeyType);

    private static readonly FieldDescription Version = FieldDescription.Integer("version", int.MinValue, int.MaxValue, "The version's number.").Required().With(7);

    private static readonly ProblemDescription NoSuchVersion = new(StatusCodes.Status404NotFound, "key_version_not_found", "The key type has no such version.");

    public static OperationDescription List { get; } = new(
        "listKeys", OperationTag.Keys, "List key types", "Each with its versions, states, ages, and what the latest count found that names each; never material.",
        AnswerDescription.Ok("Every key type.", new PageDto<KeyTypeDto>([KeyExamples.KeyType], NextCursor: null)));

    public static OperationDescription Find { get; } = new(
        "getKey", OperationTag.Keys, "Show a key type", "As in the list.",
        AnswerDescription.Ok("The key type.", KeyExamples.KeyType))
    {
        Path = [KeyType],
        Problems = [ApiProblems.KeyTypeUnknown],
    };

    public static OperationDescription Enable { get; } = new(
        "enableKeyVersion", OperationTag.Keys, "Enable a disabled version", "Sends it back to grace: it opens again within about a second.",
        AnswerDescription.Ok("The version as it stands.", KeyExamples.Grace))
    {
        Path = [KeyType, Version],
        Body = new BodyDescription(FieldDescription.Text("reason", "For people.")) { Example = new Dictionary<string, object> { ["reason"] = "a backup of March is restored" } },
        Problems =
        [
            ApiProblems.KeyTypeUnknown, ApiProblems.NoRoute, NoSuchVersion,
            new ProblemDescription(StatusCodes.Status409Conflict, "key_version_not_disabled", "The version is not disabled."),
        ],
    };

    public static OperationDescription Compromise { get; } = new(
        "compromiseKeyVersion", OperationTag.Keys, "Mark a version compromised",
        "One that encrypts no more: its grace period is over, it is retired after the shorter time of compromised versions, and what turns up under it late is quarantined. The active one takes an emergency.",
        AnswerDescription.Ok("The version as it stands.", KeyExamples.Grace))
    {
        Path = [KeyType, Version],
        Body = new BodyDescription(FieldDescription.Text("reason", "Why it is taken for compromised, for the audit trail.").Required()) { Example = new Dictionary<string, object> { ["reason"] = "an old backup was stolen" } },
        Problems =
        [
            ApiProblems.KeyTypeUnknown, ApiProblems.NoRoute, NoSuchVersion,
            new ProblemDescription(StatusCodes.Status409Conflict, "key_version_not_succeeded", "The version is active, or pending."),
        ],
    };
}
