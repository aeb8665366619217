using KeyRotation.Api.Approvals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Descriptions;

/// <summary>Puts a description to its endpoint.</summary>
internal static class DescribedEndpoints
{
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, OperationDescription description) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata([description, .. TypesOf(description).Distinct().Select(Produces)]);

    private static IEnumerable<Type> TypesOf(OperationDescription description) =>
        [.. description.Answers.Append(description.Rehearsed).Select(answer => answer?.Type).OfType<Type>(), .. description.Awaited is null ? (Type[])[] : [typeof(ApprovalNeededDto)]];

    /// <summary>
    /// From these the document's schemas are made, and nothing else is: one status code has one of them, and a command answers several with one. So each has
    /// a number of its own, and the answers themselves are written from the description.
    /// </summary>
    private static object Produces(Type type, int number) => new ProducesResponseTypeMetadata(StatusCodes.Status200OK + number, type, ["application/json"]);
}
