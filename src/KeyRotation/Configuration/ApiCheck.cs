using System.Text.RegularExpressions;

namespace KeyRotation.Configuration;

/// <summary>Checks the API's settings.</summary>
internal static partial class ApiCheck
{
    public static readonly string[] Roles = ["viewer", "operator", "security_officer", "auditor", "admin"];

    private const int LongestName = 256;
    private const int MostPerMinute = 1_000_000;

    /// <summary>How the trail marks those who are known by a database login or an issuer's token.</summary>
    private static readonly string[] OtherNames = ["sql:", "jwt:"];

    public static void Check(ApiOptions api, SettingProblems problems)
    {
        problems.Given("Api:Urls", api.Urls, "where the API listens, for example http://127.0.0.1:8080");
        foreach (var url in api.Addresses())
            if (!Uri.TryCreate(url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
                problems.Add("Api:Urls", $"has '{url}'; expected http://host:port or https://host:port.");
        problems.Range("Api:MaxEventStreams", api.MaxEventStreams, 1, 100_000);
        problems.Range("Api:HstsDays", api.HstsDays, 0, 3650);
        CheckConnections(api, problems);
        CheckCertificate(api, problems);
        problems.Range("Api:RequestsPerMinute", api.RequestsPerMinute, 1, MostPerMinute);
        problems.Range("Api:CommandsPerMinute", api.CommandsPerMinute, 1, MostPerMinute);
        problems.Range("Api:EmergenciesPerMinute", api.EmergenciesPerMinute, 1, MostPerMinute);
        problems.Range("Api:AnonymousPerMinute", api.AnonymousPerMinute, 1, MostPerMinute);
        for (var index = 0; index < api.Tokens.Count; index++)
            CheckToken($"Api:Tokens:{index}", api.Tokens[index], problems);
        foreach (var twice in api.Tokens.Where(token => token.Sha256.Length > 0).GroupBy(token => token.Sha256, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            problems.AddGeneral($"The API tokens {string.Join(" and ", twice.Select(token => $"'{token.Name}'"))} are one token. Give each holder a token of its own, or the audit trail names the wrong one.");
        if (api.Jwt is not null)
            ApiJwtCheck.Check(api.Jwt, problems);
    }

    private static void CheckConnections(ApiOptions api, SettingProblems problems)
    {
        problems.Range("Api:MaxConnections", api.MaxConnections, 1, 1_000_000);
        if (api.MaxConnections <= api.MaxEventStreams)
            problems.Add("Api:MaxConnections", $"is {api.MaxConnections}; expected more than MaxEventStreams ({api.MaxEventStreams}), or event streams could take every connection.");
    }

    private static void CheckCertificate(ApiOptions api, SettingProblems problems)
    {
        if (api.Certificate is { Path: "" })
            problems.Add("Api:Certificate:Path", "is missing; expected a file with the certificate, PEM or PFX.");
        else if (api.Certificate is null && api.ServesHttps())
            problems.Add("Api:Certificate:Path", $"is missing, and Api:Urls has https ('{api.Urls}'); expected a file with the certificate, PEM (with KeyPath) or PFX (with PasswordFile). Behind a proxy that ends TLS, listen at http://127.0.0.1:8080.");
    }

    private static void CheckToken(string setting, ApiTokenOptions token, SettingProblems problems)
    {
        problems.Given($"{setting}:Name", token.Name, "who holds the token: the actor in the audit trail");
        if (OtherNames.FirstOrDefault(prefix => token.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) is { } prefix)
            problems.Add($"{setting}:Name", $"is '{token.Name}'; expected a name that does not begin with {prefix}, or the trail could not tell its holder from somebody whom another one vouches for.");
        if (token.Name.Length > LongestName)
            problems.Add($"{setting}:Name", $"has {token.Name.Length} characters; expected at most {LongestName}, as the audit trail takes.");
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
