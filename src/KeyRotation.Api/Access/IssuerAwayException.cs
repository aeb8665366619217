namespace KeyRotation.Api.Access;

/// <summary>The issuer's keys were never read, and cannot be at this moment: whether a token is valid is not known.</summary>
internal sealed class IssuerAwayException(Exception cause) : Exception("The issuer's metadata cannot be read.", cause);
