namespace KeyRotation.Api;

/// <summary>A file that the API's settings name cannot be used. Found before the API listens.</summary>
/// <param name="message">The setting, the file, and the way out.</param>
public sealed class ApiSettingException(string message) : Exception(message);
