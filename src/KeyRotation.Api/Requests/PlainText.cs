namespace KeyRotation.Api.Requests;

/// <summary>
/// Text that shows what it says. Control characters a log shows wrongly, and PostgreSQL refuses one of them (NUL); characters that turn the direction of
/// writing around let a reason read otherwise to whoever approves it than it was written.
/// </summary>
internal static class PlainText
{
    public const string Mistake = "has characters that are no text: control characters, ones that turn the direction of writing, or half of a surrogate pair.";

    public static bool Is(string text) => !text.Any(character => (char.IsControl(character) && character is not ('\t' or '\n' or '\r')) || Turns(character));

    /// <summary>Embeddings, overrides and isolates (UAX #9, section 2). Marks, which stand in honest Arabic and Hebrew, do not.</summary>
    private static bool Turns(char character) => character is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
