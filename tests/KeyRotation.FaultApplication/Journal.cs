using System.Globalization;
using System.Text;

namespace KeyRotation.FaultApplication;

/// <summary>
/// What was written, as lines of a file that only grows: <c>B number target id value</c> before COMMIT is sent (no value = deleted), <c>C
/// number</c> when it is known to be committed, <c>A number</c> when it is known not to be, <c>U number</c> when nobody knows: then the
/// row has one of two values; so it has behind a beginning without an end. Each line is with the operating system before the next statement runs, so it survives the death of this process.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly FileStream _file;
    private readonly Lock _lock = new();
    private long _number;

    private Journal(FileStream file, long number)
    {
        _file = file;
        _number = number;
    }

    /// <summary>Reads what a former process wrote, and goes on behind it.</summary>
    public static Journal Open(string path, RowBook book)
    {
        long number = 0;
        if (File.Exists(path))
            foreach (var line in File.ReadLines(path))
                number = Math.Max(number, Replay(line.Split('\t'), book));
        var journal = new Journal(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0), number);
        // The process that began them was killed, perhaps in the middle of a line.
        journal.Write("");
        foreach (var left in book.OpenNumbers)
        {
            book.Unknown(left);
            journal.Unknown(left);
        }
        return journal;
    }

    public long Begin(string target, long id, string? value)
    {
        lock (_lock)
        {
            var number = ++_number;
            Write(value is null ? $"B\t{number}\t{target}\t{id}" : $"B\t{number}\t{target}\t{id}\t{value}");
            return number;
        }
    }

    public void Committed(long number) => End('C', number);

    public void NotCommitted(long number) => End('A', number);

    public void Unknown(long number) => End('U', number);

    public void Dispose() => _file.Dispose();

    private static long Replay(string[] fields, RowBook book)
    {
        // The last line of a process that was killed may be cut off; it stands for nothing that was sent.
        if (fields.Length < 2 || !long.TryParse(fields[1], CultureInfo.InvariantCulture, out var number))
            return 0;
        switch (fields[0])
        {
            case "B" when fields.Length >= 4:
                book.Began(number, fields[2], long.Parse(fields[3], CultureInfo.InvariantCulture), fields.Length > 4 ? fields[4] : null);
                break;
            case "C":
                book.Committed(number);
                break;
            case "A":
                book.NotCommitted(number);
                break;
            case "U":
                book.Unknown(number);
                break;
        }
        return number;
    }

    private void End(char kind, long number)
    {
        lock (_lock)
            Write($"{kind}\t{number}");
    }

    private void Write(string line) => _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
}
