using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KeyRotation.Api;
using KeyRotation.Configuration;
using KeyRotation.Custody;
using KeyRotation.Node.Hosting;
using KeyRotation.Nodes;
using KeyRotation.Storage.Schema;
using KeyRotation.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KeyRotation.Integration.Api;

/// <summary>A node that serves the API and has no worker, over an embedded store, asked over HTTP as clients ask it.</summary>
public abstract class ApiFixture
{
    private static readonly string[] Roles = ["viewer", "operator", "security_officer", "auditor", "admin"];

    private TestFolder _folder = null!;
    private IHost _host = null!;
    private HttpClient _http = null!;

    protected Uri BaseAddress => _http.BaseAddress!;

    protected IServiceProvider Services => _host.Services;

    protected HttpClient Http => _http;

    [OneTimeSetUp]
    public async Task StartNode()
    {
        _folder = new TestFolder();
        FileKeyEncryptionKey.Create(_folder.File("kek"));
        Directory.CreateDirectory(_folder.File("escrow"));
        var options = new KeyRotationOptions
        {
            Store = new StoreOptions { Provider = "sqlite", ConnectionString = $"Data Source={_folder.File("store.db")}" },
            KeyEncryptionKey = new KeyEncryptionKeyOptions { Path = _folder.File("kek") },
            Escrow = new EscrowOptions { Path = _folder.File("escrow") },
            // Nothing is opened but what a test asks for.
            Scheduler = new SchedulerOptions { Enabled = false },
            Api = new ApiOptions
            {
                Urls = "http://127.0.0.1:0",
                // What is tested elsewhere is not how much a test may ask.
                RequestsPerMinute = 1_000_000,
                CommandsPerMinute = 1_000_000,
                EmergenciesPerMinute = 1_000_000,
                AnonymousPerMinute = 1_000_000,
                Tokens = [.. Roles.Select(role => new ApiTokenOptions { Name = $"the {role}", Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TokenOf(role)))), Roles = [role] })],
            },
        };
        Configure(options);
        _host = NodeHost.Build(options, new ConfigurationBuilder().Build(), [NodeRoles.Api], Configure, LogLevel.Critical);
        Map((WebApplication)_host);
        await _host.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(CancellationToken.None);
        await _host.StartAsync();
        _http = new HttpClient(Handler()) { BaseAddress = new Uri(((WebApplication)_host).Urls.First()) };
    }

    protected virtual void Configure(KeyRotationOptions options)
    {
    }

    protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>Routes of a test's own, beside those of the API.</summary>
    protected virtual void Map(WebApplication app)
    {
    }

    protected virtual HttpMessageHandler Handler() => new SocketsHttpHandler();

    /// <summary>A file in the fixture's folder.</summary>
    protected string PathOf(string name) => _folder.File(name);

    [OneTimeTearDown]
    public async Task StopNode()
    {
        _http?.Dispose();
        if (_host is not null)
        {
            await _host.StopAsync();
            await ((IAsyncDisposable)_host).DisposeAsync();
        }
        _folder?.Dispose();
    }

    /// <summary>What the holder of a role sends.</summary>
    protected virtual string CredentialOf(string role) => TokenOf(role);

    protected static string TokenOf(string role) => $"token-of-{role}-0123456789abcdef0123456789abcdef";

    /// <summary>Asks as the holder of a role; null = as nobody.</summary>
    protected async Task<(int Status, JsonElement Body, HttpResponseMessage Response)> AskAsync(HttpMethod method, string path, string? role, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("/health/", StringComparison.Ordinal) ? path : ApiRoutes.Root + path) { Content = content };
        if (role is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CredentialOf(role));
        var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone(), response);
    }

    protected Task<(int Status, JsonElement Body, HttpResponseMessage Response)> GetAsync(string path, string role = "admin") => AskAsync(HttpMethod.Get, path, role);

    protected Task<(int Status, JsonElement Body, HttpResponseMessage Response)> PostAsync(string path, string json, string role = "admin") =>
        AskAsync(HttpMethod.Post, path, role, new StringContent(json, Encoding.UTF8, "application/json"));
}
