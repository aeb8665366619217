using System.Text.Json;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>A problem that the API answered with, as a paragraph for people.</summary>
internal static class ApiProblemText
{
    public static string Of(int status, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var problem = document.RootElement;
            var detail = problem.TryGetProperty("detail", out var text) ? text.GetString() : null;
            return problem.TryGetProperty("errors", out var errors)
                ? string.Join(Environment.NewLine, errors.EnumerateObject().SelectMany(field => field.Value.EnumerateArray().Select(mistake => $"{field.Name} {mistake.GetString()}")))
                : detail ?? $"The API answered {status}.";
        }
        catch (JsonException)
        {
            return $"The API answered {status}, and not as this API does. Is KEYROTATION_URL right?";
        }
    }
}
