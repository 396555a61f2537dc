using System.Text.RegularExpressions;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Architecture;

/// <summary>
/// A survey is one folder: its name stands in no other code. Comments may give examples. Whoever needs to know asks
/// <see cref="Boom.Core.Surveys.ISurvey"/>.
/// </summary>
public sealed partial class SurveyNameTests
{
    // Folders by one part of their path, wherever they lie.
    static readonly (string Folder, string Reason)[] Folders =
    [
        ("Surveys", "one folder per survey, the names, and the catalogue"),
        ("Simulation", "makes packets of surveys"),
        ("Boom.Simulation", "makes packets of surveys"),
        ("Bench", "measures on the simulated night, which is one survey's"),
        ("Drill", "breaks servers under the simulated night, which is one survey's"),
        ("Boom.Lab", "both of these"),
        ("Boom.Benchmarks", "measures each survey's code by itself"),
        ("Boom.Tests", "tests"),
        ("Boom.AppHost.Tests", "tests"),
        ("Boom.Testing", "tests"),
    ];

    static readonly (string File, string Reason)[] Files =
    [
        ("ObjectCommand.cs", "the help shows what an objectId looks like"),
    ];

    // In Boom.Core/Surveys itself.
    static readonly string[] Catalogue = ["Survey.cs", "SurveyNames.cs", "SurveyCatalog.cs"];

    [Fact]
    public void Code_OutsideTheFolderOfASurvey_DoesNotNameIt()
    {
        var named = Repository.Sources("*.cs").Where(file => !IsAllowed(file)).SelectMany(LinesThatName);

        Assert.Empty(named);
    }

    [Fact]
    public void Exceptions_AreStillNeeded()
    {
        var sources = Repository.Sources("*.cs").ToList();

        Assert.All(Files, file => Assert.Contains(sources, source => Path.GetFileName(source) == file.File && LinesThatName(source).Any()));
        Assert.All(Catalogue, name => Assert.Contains(sources, source => IsIn(source, "Boom.Core/Surveys") && Path.GetFileName(source) == name));
    }

    [Theory]
    [InlineData("case Survey.Ztf:", true)]
    [InlineData("void ReadLsst()", true)]
    [InlineData("Survey Winter => default;", true)]
    [InlineData("const string Queue = \"{ZTF_alerts\";", true)]
    [InlineData("var decam = 1;", true)]
    [InlineData("TimeSpan SlowInterval => default;", false)]
    [InlineData("/// <summary>E.g. <c>ztf</c>.</summary>", false)]
    [InlineData("var url = \"https://host/ztf\";", true)]
    [InlineData("Find(); // as ZTF has it", false)]
    public void Names_InALine_AreFound(string line, bool expected) => Assert.Equal(expected, Names(line));

    static bool IsAllowed(string file)
    {
        var parts = Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar);
        if (IsIn(file, "Boom.Core/Surveys"))
            return Catalogue.Contains(parts[^1]);
        return parts[..^1].Any(part => Folders.Any(folder => folder.Folder == part)) || Files.Any(one => one.File == parts[^1]);
    }

    static bool IsIn(string file, string folder) => Path.GetDirectoryName(file) == Path.Combine(Repository.Root, folder.Replace('/', Path.DirectorySeparatorChar));

    static IEnumerable<string> LinesThatName(string file) => File.ReadLines(file).Index()
        .Where(line => Names(line.Item)).Select(line => $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1}: {line.Item.Trim()}");

    static bool Names(string line) => Name().IsMatch(Comment().Replace(line, ""));

    [GeneratedRegex(@"(^|\s)//.*")]
    private static partial Regex Comment();

    // At the start of a word, or as a word of its own within an identifier.
    [GeneratedRegex("(?<![A-Za-z])(?i:ztf|lsst|decam|winter)|(?<=[a-z0-9])(?:Ztf|Lsst|Decam|Winter)(?![a-z])")]
    private static partial Regex Name();
}
