namespace KeyRotation.Configuration;

/// <summary>Checks how the API takes an issuer's tokens.</summary>
internal static class ApiJwtCheck
{
    /// <summary>Asymmetric ones: with a symmetric one, whoever can check a token can make one.</summary>
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public static void Check(ApiJwtOptions jwt, SettingProblems problems)
    {
        CheckAddress("Api:Jwt:Authority", jwt.Authority, problems);
        CheckAddress("Api:Jwt:MetadataAddress", jwt.MetadataAddress, problems);
        CheckKeys(jwt, problems);
        problems.Given("Api:Jwt:Audience", jwt.Audience, "the name of this API at the issuer, as tokens have it in aud; without it a token for any other application would be taken");
        foreach (var algorithm in jwt.Algorithms.Where(algorithm => !Algorithms.Contains(algorithm)))
            problems.Add("Api:Jwt:Algorithms", $"has '{algorithm}'; expected asymmetric signatures: some of {string.Join(", ", Algorithms)}. Leave it out for RS256, PS256 and ES256.");
        problems.Given("Api:Jwt:NameClaim", jwt.NameClaim, "the claim that names who asks, for example sub");
        problems.Given("Api:Jwt:RoleClaim", jwt.RoleClaim, "the claim that lists roles, for example roles");
        foreach (var (value, role) in jwt.RoleMap.Where(pair => !ApiCheck.Roles.Contains(pair.Value)))
            problems.Add($"Api:Jwt:RoleMap:{value}", $"is '{role}', which is no role. {NearestName.Suggestion(role, ApiCheck.Roles)}");
        problems.Range("Api:Jwt:ClockSkewSeconds", jwt.ClockSkewSeconds, 0, 300);
    }

    private static void CheckKeys(ApiJwtOptions jwt, SettingProblems problems)
    {
        if (jwt is { Authority: "", Issuer: "" })
            problems.Add("Api:Jwt:Authority", "is missing; expected the issuer's address, for example https://login.example.com/realms/operations. Where its keys come from a file, Api:Jwt:Issuer does as well.");
        else if (jwt is { Authority: "", MetadataAddress: "", SigningKeysPath: "" })
            problems.Add("Api:Jwt:SigningKeysPath", "is missing, and so are Authority and MetadataAddress; expected one of them: the keys that tokens are signed with must come from somewhere.");
        if (jwt.MetadataAddress.Length > 0 && jwt.SigningKeysPath.Length > 0)
            problems.Add("Api:Jwt:SigningKeysPath", "is given, and MetadataAddress too. Leave one out: keys come from one place.");
    }

    private static void CheckAddress(string setting, string address, SettingProblems problems)
    {
        if (address.Length > 0 && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))))
            problems.Add(setting, $"is '{address}'; expected https://host/path, or http:// on this machine: whoever stands between could give out keys of his own.");
    }
}
