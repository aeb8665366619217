namespace KeyRotation.Node.Commands.Remote;

/// <summary>A path with parameters.</summary>
internal static class QueryText
{
    /// <summary>Parameters that are null are left out.</summary>
    public static string Of(string path, params (string Name, string? Value)[] parameters)
    {
        var given = parameters.Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}");
        return string.Join('&', given) is { Length: > 0 } query ? $"{path}?{query}" : path;
    }
}
