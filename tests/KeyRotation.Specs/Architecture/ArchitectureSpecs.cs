using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KeyRotation.Specs.Architecture;

/// <summary>The rules of the house that no compiler enforces.</summary>
public sealed partial class ArchitectureSpecs
{
    private const int LongestFile = 400;

    /// <summary>Which projects each one may reference: one way, towards Encryption.</summary>
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["KeyRotation.Encryption"] = [],
        ["KeyRotation"] = ["KeyRotation.Encryption"],
        ["KeyRotation.Storage"] = ["KeyRotation"],
        ["KeyRotation.Custody"] = ["KeyRotation"],
        ["KeyRotation.Jobs"] = ["KeyRotation"],
        ["KeyRotation.Api"] = ["KeyRotation"],
        ["KeyRotation.Client"] = ["KeyRotation.Storage", "KeyRotation.Custody"],
        ["KeyRotation.Node"] = ["KeyRotation.Client", "KeyRotation.Storage", "KeyRotation.Custody", "KeyRotation.Jobs", "KeyRotation.Api"],
    };

    private static readonly string[] Databases = ["sqlserver", "postgresql", "sqlite"];

    private static IEnumerable<string> Projects => Repository.Files("src", "*.csproj").Select(file => Path.GetFileNameWithoutExtension(file));

    private static IEnumerable<string> Sources => Repository.Files("src", "*.cs").Concat(Repository.Files("tests", "*.cs"));

    [TestCaseSource(nameof(Projects))]
    public void A_project_references_only_what_stands_below_it(string project)
    {
        Assert.That(MayReference, Contains.Key(project), "Say here what the new project may reference.");
        Assert.That(ReferencesOf(project), Is.SubsetOf(MayReference[project]));
    }

    [Test]
    public void No_source_project_references_a_test_project() =>
        Assert.That(Projects.SelectMany(ReferencesOf).Distinct().Where(reference => !Projects.Contains(reference)), Is.Empty);

    [Test]
    public void The_checker_shares_no_code_with_what_it_checks() =>
        Assert.That(Document("tests/KeyRotation.Checker/KeyRotation.Checker.csproj").Descendants("ProjectReference"), Is.Empty);

    [Test]
    public void What_applications_reference_has_no_package() => Assert.That(PackagesOf("KeyRotation.Encryption"), Is.Empty);

    [Test]
    public void The_business_has_no_package_that_does_input_or_output() =>
        Assert.That(PackagesOf("KeyRotation"), Is.All.EndsWith(".Abstractions").Or.EqualTo("Microsoft.Extensions.Options"));

    [TestCase("Quartz", "KeyRotation.Jobs")]
    [TestCase("Dapper", "KeyRotation.Storage")]
    [TestCase("Polly", "KeyRotation.Storage")]
    [TestCase("dbup", "KeyRotation.Storage")]
    [TestCase("Npgsql", "KeyRotation.Storage")]
    [TestCase("Microsoft.Data.SqlClient", "KeyRotation.Storage")]
    [TestCase("Microsoft.Data.Sqlite", "KeyRotation.Storage")]
    public void A_package_has_one_home(string package, string home)
    {
        var homes = Projects.Where(project => PackagesOf(project).Any(name => name.StartsWith(package, StringComparison.Ordinal)));

        Assert.That(homes, Is.EqualTo(new[] { home }));
    }

    [TestCase("Quartz", "KeyRotation.Jobs")]
    [TestCase("Dapper", "KeyRotation.Storage")]
    [TestCase("Polly", "KeyRotation.Storage")]
    [TestCase("DbUp", "KeyRotation.Storage")]
    [TestCase("Npgsql", "KeyRotation.Storage")]
    [TestCase("Microsoft.Data.SqlClient", "KeyRotation.Storage")]
    [TestCase("Microsoft.Data.Sqlite", "KeyRotation.Storage")]
    public void Nobody_but_its_home_uses_a_package_that_comes_along(string name, string home)
    {
        var users = Repository.Files("src", "*.cs")
            .Where(file => !file.StartsWith($"src/{home}/", StringComparison.Ordinal))
            .Where(file => Regex.IsMatch(Repository.Read(file), $@"^\s*(global )?using (static |\w+ = )?{Regex.Escape(name)}\b", RegexOptions.Multiline));

        Assert.That(users, Is.Empty);
    }

    [Test]
    public void Package_versions_stand_in_one_file() =>
        Assert.That(Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj"))
            .Where(file => Document(file).Descendants("PackageReference").Any(package => package.Attribute("Version") is not null)), Is.Empty);

    [Test]
    public void No_file_is_longer_than_400_lines() =>
        Assert.That(Sources.Where(file => File.ReadLines(Path.Combine(Repository.Root, file)).Count() > LongestFile), Is.Empty);

    [Test]
    public void No_folder_is_a_drawer()
    {
        string[] drawers = ["Interfaces", "Models", "Exceptions", "Utils", "Utilities", "Helpers", "Common"];

        var folders = Sources.SelectMany(file => file.Split('/')[..^1]).Distinct();

        Assert.That(folders.Intersect(drawers, StringComparer.OrdinalIgnoreCase), Is.Empty);
    }

    [Test]
    public void A_file_has_one_public_type()
    {
        var crowded = Repository.Files("src", "*.cs").Where(file => PublicType().Matches(Repository.Read(file)).Select(type => type.Groups["name"].Value).Distinct().Count() > 1);

        Assert.That(crowded, Is.Empty);
    }

    [Test]
    public void A_file_with_a_public_type_has_its_name()
    {
        var misnamed =
            from file in Repository.Files("src", "*.cs")
            from type in PublicType().Matches(Repository.Read(file))
            let name = type.Groups["name"].Value
            where Path.GetFileNameWithoutExtension(file) != name
            select $"{file}: {name}";

        Assert.That(misnamed, Is.Empty);
    }

    [Test]
    public void No_type_is_named_as_if_it_did_anything()
    {
        var vague =
            from file in Sources
            from type in AnyType().Matches(Repository.Read(file))
            let name = type.Groups["name"].Value
            where Vague().IsMatch(name)
            select $"{file}: {name}";

        Assert.That(vague, Is.Empty);
    }

    [TestCaseSource(nameof(Databases))]
    public void Every_database_has_the_same_schema_scripts(string database)
    {
        var scripts = Repository.Files($"sql/{database}", "*").Select(file => Path.GetFileName(file));

        Assert.That(scripts, Is.EqualTo(Repository.Files("sql/sqlite", "*").Select(file => Path.GetFileName(file))).And.Not.Empty);
    }

    [TestCaseSource(nameof(Databases))]
    public void Schema_scripts_are_numbered_without_a_gap(string database)
    {
        var numbers = Repository.Files($"sql/{database}", "*.sql").Select(file => Path.GetFileName(file)[..5]);

        Assert.That(numbers, Is.EqualTo(Enumerable.Range(1, numbers.Count()).Select(number => $"{number:0000}_")));
    }

    [Test]
    public void Each_dialect_has_the_same_members_in_the_same_order()
    {
        var members = new[] { "SqlServer", "PostgreSql", "Sqlite" }.Select(dialect =>
            Override().Matches(Repository.Read($"src/KeyRotation.Storage/Dialects/{dialect}Dialect.cs")).Select(member => member.Groups["name"].Value).ToArray()).ToArray();

        Assert.That(members[0], Is.Not.Empty);
        Assert.That(members[1], Is.EqualTo(members[0]));
        Assert.That(members[2], Is.EqualTo(members[0]));
    }

    [Test]
    public void The_rules_read_the_sources()
    {
        Assert.That(Sources.Count(), Is.GreaterThan(100));
        Assert.That(Sources.Sum(file => AnyType().Count(Repository.Read(file))), Is.GreaterThan(200));
        Assert.That(Repository.Files("src", "*.cs").Sum(file => PublicType().Count(Repository.Read(file))), Is.GreaterThan(100));
    }

    private static string[] ReferencesOf(string project) => [.. Names(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path))];

    private static string[] PackagesOf(string project) => [.. Names(project, "PackageReference")];

    private static IEnumerable<string> Names(string project, string element) =>
        Document($"src/{project}/{project}.csproj").Descendants(element).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));

    private static XDocument Document(string file) => XDocument.Load(Path.Combine(Repository.Root, file));

    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|partial|readonly|ref|unsafe) )*(?:record struct|record class|record|class|struct|enum|interface|delegate \S+) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref|unsafe) )*(?:record struct|record class|record|class|struct|enum|interface) (?<name>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex AnyType();

    [GeneratedRegex("(Manager|Helpers?|Util\\w*|Base|Impl|Common)$")]
    private static partial Regex Vague();

    [GeneratedRegex(@"^    (?:public|protected|internal) override (?:async )?\S+ (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Override();
}
