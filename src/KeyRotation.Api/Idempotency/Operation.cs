using Microsoft.AspNetCore.Http;

namespace KeyRotation.Api.Idempotency;

/// <summary>The id that what a request opens is to bear, the same one each time that the request is sent.</summary>
internal sealed record Operation(Guid Id)
{
    /// <summary>Null for a request without a key.</summary>
    public static Guid? Of(HttpContext context) => (context.Items[typeof(Operation)] as Operation)?.Id;
}
