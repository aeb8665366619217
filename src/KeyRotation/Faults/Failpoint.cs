using System.Globalization;
using KeyRotation.Configuration;

namespace KeyRotation.Faults;

/// <summary>One point of the program at which a test lets the process fail, and when: the n-th time it is reached.</summary>
/// <param name="Point">Its name.</param>
/// <param name="Action">What happens.</param>
/// <param name="Count">1 = the first time.</param>
internal sealed record Failpoint(string Point, FailpointAction Action, int Count)
{
    /// <exception cref="FailpointSyntaxException">It is none, or names a point that nothing reaches.</exception>
    public static Failpoint Parse(string text, string whole)
    {
        if (text.Split('=') is not [var point, var what])
            throw new FailpointSyntaxException(whole, $"'{text}' is no POINT=ACTION.");
        if (!FailpointNames.All.Contains(point))
            throw new FailpointSyntaxException(whole, $"nothing reaches a point '{point}'. {NearestName.Suggestion(point, FailpointNames.All)}");
        var (word, number) = what.Split('@') is [var before, var after] ? (before, after) : (what, "1");
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
            throw new FailpointSyntaxException(whole, $"'{number}' behind @ is no count from 1 up.");
        return new Failpoint(point, ActionOf(word) ?? throw new FailpointSyntaxException(whole, $"'{word}' is no action; there are kill, stop and throw."), count);
    }

    private static FailpointAction? ActionOf(string word) => word switch
    {
        "kill" => FailpointAction.Kill,
        "stop" => FailpointAction.Stop,
        "throw" => FailpointAction.Throw,
        _ => null,
    };
}
