using KeyRotation.Api.Descriptions;
using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Problems;

/// <summary>Problems that any request may run into, by code. Those of one subject stand with its descriptions.</summary>
internal static class ApiProblems
{
    public static ProblemDescription Invalid { get; } = new(StatusCodes.Status400BadRequest, "invalid_request", "The request has mistakes; each is named under its field in `errors`.");

    public static ProblemDescription Unauthenticated { get; } = new(StatusCodes.Status401Unauthorized, "unauthenticated", "No token was sent, or none that is valid here.");

    public static ProblemDescription Forbidden { get; } = new(StatusCodes.Status403Forbidden, "forbidden", "None of the caller's roles may do this.");

    public static ProblemDescription NoRoute { get; } = new(StatusCodes.Status404NotFound, "not_found", "There is nothing at this address.");

    public static ProblemDescription KeyTypeUnknown { get; } = new(StatusCodes.Status404NotFound, "key_type_unknown", "There is no such key type.");

    public static ProblemDescription KeyInHand { get; } = new(StatusCodes.Status409Conflict, "idempotency_key_in_hand", "A request with this `Idempotency-Key` is being carried out at this moment.");

    public static ProblemDescription RotationMoved { get; } = new(StatusCodes.Status409Conflict, "rotation_moved", "Something else happened to the rotation at the same moment.");

    public static ProblemDescription TooLarge { get; } = new(StatusCodes.Status413PayloadTooLarge, "too_large", "The body has more than 64 KiB.");

    public static ProblemDescription MediaType { get; } = new(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "The body is neither JSON nor a form.");

    public static ProblemDescription KeyReused { get; } = new(StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused", "The `Idempotency-Key` was sent before with another request.");

    public static ProblemDescription TooMany { get; } = new(StatusCodes.Status429TooManyRequests, "too_many_requests", "The caller asked for more than one may in a minute; nothing was done.");

    public static ProblemDescription StoreAway { get; } = new(StatusCodes.Status503ServiceUnavailable, "store_unavailable", "The store cannot be reached at this moment.");

    public static ProblemDescription IssuerAway { get; } = new(StatusCodes.Status503ServiceUnavailable, "issuer_unavailable", "The issuer's keys were never read and it cannot be reached.");

    public static ProblemDescription TimedOut { get; } = new(StatusCodes.Status503ServiceUnavailable, "timed_out", "The request was given up after 30 s.");

    public static ProblemDescription TooManyStreams { get; } = new(StatusCodes.Status503ServiceUnavailable, "too_many_streams", "This process serves as many event streams as it may.");

    /// <summary>Whatever is asked with a token.</summary>
    public static IReadOnlyList<ProblemDescription> OfAnyRequest { get; } = [Invalid, Unauthenticated, Forbidden, TooMany, StoreAway, IssuerAway, TimedOut];

    /// <summary>Whatever has a body.</summary>
    public static IReadOnlyList<ProblemDescription> OfAnyCommand { get; } = [RotationMoved, TooLarge, MediaType];

    /// <summary>Whatever takes an <c>Idempotency-Key</c>.</summary>
    public static IReadOnlyList<ProblemDescription> OfAnyPost { get; } = [KeyInHand, KeyReused];
}
