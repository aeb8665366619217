using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using KeyRotation.Api;
using KeyRotation.Node.Configuration;

namespace KeyRotation.Node.Commands.Remote;

/// <summary>The management API as commands use it.</summary>
internal sealed class ApiClient : IDisposable
{
    private const string DefaultUrl = "http://127.0.0.1:8080";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;

    private ApiClient(HttpClient http) => _http = http;

    public static ApiClient Of(ApiSettings settings)
    {
        var url = settings.Url ?? Environment.GetEnvironmentVariable("KEYROTATION_URL") ?? DefaultUrl;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new ConfigurationProblemException([$"KEYROTATION_URL (or --url) is '{url}'; expected http://host:port or https://host:port."]);
        var http = new HttpClient { BaseAddress = address, Timeout = Patience };
        if (SecretFile.Of("KEYROTATION_TOKEN") is { Length: > 0 } token)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ApiClient(http);
    }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, ApiRoutes.Root + path, null, cancellationToken);

    /// <param name="path">Behind the API's root.</param>
    /// <param name="body">Fields; those that are null are left out.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<JsonElement> PostAsync(string path, IReadOnlyDictionary<string, object?> body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, ApiRoutes.Root + path, body.Where(field => field.Value is not null).ToDictionary(), cancellationToken);

    /// <inheritdoc cref="PostAsync"/>
    public Task<JsonElement> PatchAsync(string path, IReadOnlyDictionary<string, object?> body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, ApiRoutes.Root + path, body.Where(field => field.Value is not null).ToDictionary(), cancellationToken);

    /// <summary>The answer as it is, byte for byte.</summary>
    public Task<byte[]> DownloadAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, ApiRoutes.Root + path, null, bytes => bytes, cancellationToken);

    /// <summary>A probe, which needs no token and stands outside the API's root.</summary>
    public Task<JsonElement> ProbeAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public void Dispose() => _http.Dispose();

    private Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken) =>
        SendAsync(method, path, body, Parsed, cancellationToken);

    private static JsonElement Parsed(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, Func<byte[], T> read, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw ApiProblemText.Of((int)response.StatusCode, Encoding.UTF8.GetString(bytes), _http.DefaultRequestHeaders.Authorization is not null);
            return read(bytes);
        }
        catch (HttpRequestException failure)
        {
            throw new ApiUnreachableException(_http.BaseAddress!, failure);
        }
        catch (TaskCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiUnreachableException(_http.BaseAddress!, timeout);
        }
    }
}
