using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Descriptions;

/// <summary>An answer to what was carried out.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Description">A sentence for people.</param>
/// <param name="Type">What its body is written from; null = it is no JSON of ours.</param>
/// <param name="Example">One of that type, or the text of a body that is no JSON.</param>
internal sealed record AnswerDescription(int Status, string Description, Type? Type, object Example)
{
    public string ContentType { get; init; } = "application/json";

    /// <summary>It says in <c>Location</c> where what it opened stands.</summary>
    public bool HasLocation => Status is StatusCodes.Status201Created or StatusCodes.Status202Accepted;

    public static AnswerDescription Ok<T>(string description, T example) where T : notnull => new(StatusCodes.Status200OK, description, typeof(T), example);

    public static AnswerDescription Created<T>(string description, T example) where T : notnull => new(StatusCodes.Status201Created, description, typeof(T), example);

    public static AnswerDescription Accepted<T>(string description, T example) where T : notnull => new(StatusCodes.Status202Accepted, description, typeof(T), example);
}
