using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace KeyRotation.Encryption;

/// <summary>Whole numbers: decimal digits, a minus where needed, no leading zeros, no plus.</summary>
internal static class CanonicalNumber
{
    // A limit keeps the quadratic conversion of a hostile text short; no database has longer numbers.
    private const int MaxDigits = 1024;

    private static readonly SearchValues<char> SignAndDigits = SearchValues.Create("+-0123456789");

    internal static string Whole(object value) => value switch
    {
        Enum => throw Refused(value),
        long or int or short or sbyte or byte or ushort or uint or ulong or Int128 or UInt128 or BigInteger =>
            ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        decimal number when decimal.IsInteger(number) => Text(new BigInteger(number)),
        string digits when TryParse(digits, out var number) => Text(number),
        _ => throw Refused(value),
    };

    private static bool TryParse(string digits, out BigInteger number)
    {
        number = default;
        // The BCL's parser also takes trailing NULs.
        return digits.Length <= MaxDigits
            && !digits.AsSpan().ContainsAnyExcept(SignAndDigits)
            && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    private static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);

    private static ArgumentException Refused(object value) => CanonicalForm.Refused(
        LogicalType.WholeNumber, "an integer, a decimal without a fraction, or at most 1024 digits", value);
}
