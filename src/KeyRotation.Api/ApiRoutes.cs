namespace KeyRotation.Api;

/// <summary>Where the API stands.</summary>
public static class ApiRoutes
{
    public const string Root = "/api/v1/key-rotation";
}
