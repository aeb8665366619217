using KeyRotation.Storage.Dialects;

namespace KeyRotation.Storage.Databases;

/// <summary>
/// A portable SQL statement, written once beside the method that runs it. Tables are written <c>keyrotation.name</c>, Quartz's
/// <c>{quartz}NAME</c>, the database's clock <c>{now}</c>, a moment ahead of it <c>{now+@milliseconds}</c>, a limit of rows <c>select {top@n} ... {limit@n}</c>;
/// a dialect renders them.
/// Only statements can be run, so that the approved snapshots of each dialect are complete.
/// </summary>
internal sealed class Statement(string text)
{
    private readonly string?[] _rendered = new string?[Enum.GetValues<DatabaseKind>().Length];

    public string For(Dialect dialect) => _rendered[(int)dialect.Kind] ??= dialect.Render(text);
}
