using System.Globalization;

namespace KeyRotation.Configuration;

/// <summary>Collects what is wrong with a configuration; each problem begins with the setting's name as the user wrote it.</summary>
/// <param name="nameOf">From a setting's path (<c>KeyRotation:Store:Provider</c>) to the name that it was written by.</param>
internal sealed class SettingProblems(Func<string, string> nameOf)
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> All => _problems;

    public void Add(string setting, string problem) => _problems.Add($"{NameOf(setting)} {problem}");

    public void AddGeneral(string problem) => _problems.Add(problem);

    public void Range(string setting, int value, int least, int most)
    {
        if (value < least || value > most)
            Add(setting, string.Create(CultureInfo.InvariantCulture, $"is {value}; expected {least} to {most}."));
    }

    public void OneOf(string setting, string value, IReadOnlyCollection<string> known)
    {
        if (!known.Contains(value))
            Add(setting, $"is '{value}'; expected {(known.Count == 1 ? known.First() : $"one of {string.Join(", ", known)}")}.");
    }

    public void Given(string setting, string value, string what)
    {
        if (string.IsNullOrWhiteSpace(value))
            Add(setting, $"is missing; expected {what}.");
    }

    public void Distinct(string setting, IEnumerable<string> names)
    {
        foreach (var duplicate in names.Where(name => name.Length > 0).GroupBy(name => name).Where(group => group.Count() > 1))
            Add(setting, $"names {duplicate.Key} {duplicate.Count()} times.");
    }

    private string NameOf(string setting) => nameOf($"{KeyRotationOptions.Section}:{setting}");
}
