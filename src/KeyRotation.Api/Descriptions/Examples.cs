namespace KeyRotation.Api.Descriptions;

/// <summary>What examples have in common, so that they tell one story.</summary>
internal static class Examples
{
    public const string RotationId = "019ab5a0-7c31-7e4e-9d0a-5b7f2c9a1e44";
    public const string OtherId = "019ab5a0-8f02-7b1c-8a55-3e6d90c4b7f1";
    public const string KeyType = "token_encryption";
    public const string Digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    public static DateTimeOffset Opened { get; } = new(2026, 11, 24, 1, 30, 0, TimeSpan.Zero);

    public static DateTimeOffset Started { get; } = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Later { get; } = new(2026, 11, 24, 2, 45, 0, TimeSpan.Zero);
}
