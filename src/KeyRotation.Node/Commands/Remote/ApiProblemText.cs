using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>A problem that the API answered with, as a paragraph for people.</summary>
internal static class ApiProblemText
{
    private const int Unauthenticated = 401;

    public static ApiRefusedException Of(int status, string body, bool isTokenSent)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var problem = document.RootElement;
            var code = problem.TryGetProperty("code", out var named) ? named.GetString() : null;
            return new ApiRefusedException(status, code, status == Unauthenticated ? AboutToken(isTokenSent) : TextOf(status, problem));
        }
        catch (JsonException)
        {
            return new ApiRefusedException(status, null, $"The API answered {status}, and not as this API does. Is KEYROTATION_URL right?");
        }
    }

    private static string TextOf(int status, JsonElement problem)
    {
        if (problem.TryGetProperty("errors", out var errors))
            return string.Join(Environment.NewLine, errors.EnumerateObject().SelectMany(field => field.Value.EnumerateArray().Select(mistake => $"{field.Name} {mistake.GetString()}")));
        return problem.TryGetProperty("detail", out var detail) && detail.GetString() is { } text ? text : $"The API answered {status}.";
    }

    private static string AboutToken(bool isSent) => isSent
        ? "The API does not take the token in KEYROTATION_TOKEN (or KEYROTATION_TOKEN_FILE). It must be one whose SHA-256 is configured under KeyRotation:Api:Tokens, or one of the issuer under KeyRotation:Api:Jwt that has not expired."
        : "The API wants a token: set KEYROTATION_TOKEN, or KEYROTATION_TOKEN_FILE to a file that holds it. It must be one whose SHA-256 is configured under KeyRotation:Api:Tokens, or one of the issuer under KeyRotation:Api:Jwt.";
}
