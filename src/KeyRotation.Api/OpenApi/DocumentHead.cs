using KeyRotation.Api.Descriptions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace KeyRotation.Api.OpenApi;

/// <summary>What the document says of the API as a whole.</summary>
internal sealed class DocumentHead : IOpenApiDocumentTransformer
{
    private const string Description = """
        What a cluster of key rotation nodes is asked and told. It does not matter which node answers: what it is asked for stands in the store, and a worker takes it up.

        - Bodies are JSON or `application/x-www-form-urlencoded`, at most 64 KiB. A field that is not known is refused; one that is null counts as not given. Moments are RFC 3339 with a zone.
        - Answers are snake_case JSON, moments in UTC with `Z`. No field is left out: what there is none of is null. New fields may be added.
        - Problems are RFC 9457: `type` is `urn:keyrotation:problem:` and the `code`, which is stable; `detail` names the way out; `trace_id` is what the log has it under. Every mistake of a request stands at once under `errors`.
        - A method that an address does not take is 405 `method_not_allowed` with `Allow`; an address at which there is nothing is 404 `not_found`; a failure of the API itself is 500 `failed`.
        - Every command takes `dry_run=true`, in the body or in the address: it is checked to its end, nothing is changed, and the answer says what it would have been.
        - A POST with an `Idempotency-Key` is carried out once within 24 hours, however often it is sent.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "Key rotation", Version = "1", Description = Description.ReplaceLineEndings("\n"), Contact = new OpenApiContact { Name = "Whoever runs the cluster" } };
        // This very server, wherever it stands.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = new SortedSet<OpenApiTag>(OperationTag.All.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }), Comparer<OpenApiTag>.Create(InOrder));
        BearerSchemes.AddTo(document);
        ProblemSchema.AddTo(document);
        return Task.CompletedTask;
    }

    private static int InOrder(OpenApiTag one, OpenApiTag other) => Place(one).CompareTo(Place(other));

    private static int Place(OpenApiTag tag) => OperationTag.All.Select(known => known.Name).ToList().IndexOf(tag.Name!);
}
