namespace KeyRotation.Migration;

/// <summary>How an envelope stands in its column.</summary>
public enum ColumnEncoding
{
    /// <summary>The bytes of the envelope.</summary>
    Binary,

    /// <summary><c>kr1.</c> and unpadded base64url, for character columns.</summary>
    Text,
}
