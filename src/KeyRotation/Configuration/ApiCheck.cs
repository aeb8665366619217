using System.Text.RegularExpressions;

namespace KeyRotation.Configuration;

/// <summary>Checks the API's settings.</summary>
internal static partial class ApiCheck
{
    public static readonly string[] Roles = ["viewer", "operator", "security_officer", "auditor", "admin"];

    public static void Check(ApiOptions api, SettingProblems problems)
    {
        problems.Given("Api:Urls", api.Urls, "where the API listens, for example http://127.0.0.1:8080");
        foreach (var url in api.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (!Uri.TryCreate(url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
                problems.Add("Api:Urls", $"has '{url}'; expected http://host:port or https://host:port.");
        problems.Range("Api:MaxEventStreams", api.MaxEventStreams, 1, 100_000);
        for (var index = 0; index < api.Tokens.Count; index++)
            CheckToken($"Api:Tokens:{index}", api.Tokens[index], problems);
        foreach (var twice in api.Tokens.Where(token => token.Sha256.Length > 0).GroupBy(token => token.Sha256, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            problems.AddGeneral($"The API tokens {string.Join(" and ", twice.Select(token => $"'{token.Name}'"))} are one token. Give each holder a token of its own, or the audit trail names the wrong one.");
    }

    private static void CheckToken(string setting, ApiTokenOptions token, SettingProblems problems)
    {
        problems.Given($"{setting}:Name", token.Name, "who holds the token: the actor in the audit trail");
        if (!Sha256().IsMatch(token.Sha256))
            problems.Add($"{setting}:Sha256", "is no SHA-256 in hexadecimal (64 digits). Make a token with `openssl rand -hex 32` and its hash with `printf %s TOKEN | sha256sum`.");
        if (token.Roles.Count == 0)
            problems.Add($"{setting}:Roles", $"is empty; expected some of {string.Join(", ", Roles)}.");
        foreach (var role in token.Roles.Where(role => !Roles.Contains(role)))
            problems.Add($"{setting}:Roles", $"has '{role}', which is no role. {NearestName.Suggestion(role, Roles)}");
    }

    [GeneratedRegex("^[0-9a-fA-F]{64}\\z")]
    private static partial Regex Sha256();
}
