using Microsoft.AspNetCore.Builder;

namespace KeyRotation.Api.Descriptions;

/// <summary>Puts a description to its endpoint.</summary>
internal static class DescribedEndpoints
{
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, OperationDescription description) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(description);
}
