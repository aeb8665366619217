using KeyRotation.Api.Descriptions;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.OpenApi;

/// <summary>What the document says of itself.</summary>
internal static class DocumentDescriptions
{
    public static OperationDescription Document { get; } = new(
        "getDocument", OperationTag.Document, "This document", "OpenAPI 3.1.",
        new AnswerDescription(StatusCodes.Status200OK, "The document.", null, new Dictionary<string, object> { ["openapi"] = "3.1.1" }));
}
