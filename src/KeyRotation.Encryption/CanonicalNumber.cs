using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace KeyRotation.Encryption;

/// <summary>Whole numbers: decimal digits, a minus where needed, no leading zeros, no plus.</summary>
internal static class CanonicalNumber
{
    private const string Expected = "an integer, a decimal without a fraction, or digits";
    private static readonly SearchValues<char> SignAndDigits = SearchValues.Create("+-0123456789");

    internal static string Int64(object value)
    {
        var number = Whole(LogicalType.Int, value);
        return number >= long.MinValue && number <= long.MaxValue
            ? Text(number)
            : throw CanonicalForm.WrongValue(LogicalType.Int, "a number of 64 bits, signed", Text(number));
    }

    internal static string DecimalInteger(object value) => Text(Whole(LogicalType.DecimalInteger, value));

    private static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);

    private static BigInteger Whole(LogicalType type, object value) => value switch
    {
        Enum => throw CanonicalForm.WrongType(type, Expected, value),
        long number => number,
        int number => number,
        short number => number,
        sbyte number => number,
        byte number => number,
        ushort number => number,
        uint number => number,
        ulong number => number,
        Int128 number => number,
        BigInteger number => number,
        decimal number when decimal.IsInteger(number) => new BigInteger(number),
        decimal number => throw Fraction(type, number.ToString(CultureInfo.InvariantCulture)),
        string digits => Parse(type, digits),
        _ => throw CanonicalForm.WrongType(type, Expected, value),
    };

    private static BigInteger Parse(LogicalType type, string digits)
    {
        var whole = digits.AsSpan();
        var point = type == LogicalType.DecimalInteger ? whole.IndexOf('.') : -1;
        if (point >= 0)
        {
            // SQLite keeps decimals as text, and 42 as '42.0'.
            var fraction = whole[(point + 1)..];
            if (fraction.IsEmpty || fraction.ContainsAnyExcept('0'))
            {
                throw Fraction(type, digits);
            }

            whole = whole[..point];
        }

        // The limit keeps the quadratic conversion of a hostile text short; no database has longer decimals.
        // The BCL's parser also takes trailing NULs.
        return whole.Length <= 1024 && !whole.ContainsAnyExcept(SignAndDigits) && BigInteger.TryParse(
            whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw CanonicalForm.WrongValue(type, "digits, at most 1024", digits);
    }

    private static FormatException Fraction(LogicalType type, string actual) =>
        CanonicalForm.WrongValue(type, "a number without a fraction", actual);
}
