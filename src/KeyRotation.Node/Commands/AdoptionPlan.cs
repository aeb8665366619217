using KeyRotation.Migration;
using KeyRotation.Node.Configuration;
using KeyRotation.Storage.Targets;

namespace KeyRotation.Node.Commands;

/// <summary>What an adoption's arguments come to.</summary>
internal sealed record AdoptionPlan(ITargetTable Table, ResealMode Mode, string Source)
{
    /// <exception cref="ConfigurationProblemException">A name that does not exist.</exception>
    public static AdoptionPlan Of(string keyType, string target, string[] from, string format, bool acceptsSuspects, TargetTables targets, IEnumerable<IForeignDecryptor> decryptors)
    {
        var formats = decryptors.ToArray();
        if (formats.FirstOrDefault(candidate => candidate.Format == format) is not { } decryptor)
            throw new ConfigurationProblemException([$"--format is {format}; registered: {string.Join(", ", formats.Select(candidate => candidate.Format))}."]);
        if (targets.Find(target) is not { } table || table.Definition.KeyType != keyType)
            throw new ConfigurationProblemException([$"Key type {keyType} has no target {target}. Its targets: {string.Join(", ", targets.For(keyType).Select(candidate => candidate.Definition.Name).DefaultIfEmpty("none"))}. Add it under KeyRotation:KeyTypes:{keyType}:Targets."]);
        var how = acceptsSuspects ? $"{format}, suspects accepted" : format;
        if (from.Length == 0)
            return new AdoptionPlan(table, ResealMode.AdoptInPlace(decryptor, acceptsSuspects), $"in place, {how}");

        var sources = new Dictionary<int, int>();
        var columns = new List<string>();
        foreach (var (sealedColumn, source) in from.Select(pair => Split(pair, table.Definition)))
        {
            sources[sealedColumn] = columns.Count;
            columns.Add(source);
        }
        return new AdoptionPlan(targets.WithSources(target, columns), ResealMode.AdoptFrom(decryptor, sources, acceptsSuspects), $"from {string.Join(", ", from)}, {how}");
    }

    private static (int SealedColumn, string Source) Split(string pair, TargetDefinition target)
    {
        var parts = pair.Split('=', 2);
        var names = target.Columns.Select(column => column.Name).ToList();
        if (parts.Length == 1 && names.Count > 1)
            throw new ConfigurationProblemException([$"--from {pair}: target {target.Name} has several columns ({string.Join(", ", names)}); write SEALED={pair}."]);
        var index = parts.Length == 1 ? 0 : names.IndexOf(parts[0]);
        return index < 0
            ? throw new ConfigurationProblemException([$"--from {pair}: target {target.Name} has no column {parts[0]}; it has {string.Join(", ", names)}."])
            : (index, parts[^1]);
    }
}
