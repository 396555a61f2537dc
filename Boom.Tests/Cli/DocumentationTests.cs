using System.CommandLine;
using System.Text.RegularExpressions;
using Boom.Cli;
using Boom.Hosting;
using Xunit;

namespace Boom.Tests.Cli;

public sealed partial class DocumentationTests
{
    [Fact]
    public void CommandLinePage_Commands_AreThoseOfTheTree()
    {
        var documented = Sections().Keys.Where(title => title.StartsWith("boom ", StringComparison.Ordinal));

        Assert.Equal(Leaves(Root(), "boom").Select(leaf => leaf.Path).Order(), documented.Order());
    }

    [Fact]
    public void CommandLinePage_Options_AreThoseOfTheTree()
    {
        var sections = Sections();

        foreach (var (path, command) in Leaves(Root(), "boom"))
            Assert.Equal((path, Join(command.Options.Select(option => option.Name))), (path, Join(TableOptions(sections[path]))));
    }

    [Fact]
    public void CommandLinePage_GlobalOptions_AreThoseOfTheTree() =>
        Assert.Equal(Join(Root().Options.Select(option => option.Name)), Join(TableOptions(Sections()[""])));

    [Fact]
    public void ReliabilityPage_Tests_Exist()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFolder(), "docs", "reliability.md"));
        var named = TestName().Matches(page).Select(match => (Type: match.Groups[1].Value, Method: match.Groups[2].Value)).Distinct().ToList();
        var types = typeof(DocumentationTests).Assembly.GetTypes().ToLookup(type => type.Name);

        Assert.True(named.Count > 30);
        Assert.All(named, name => Assert.Contains(types[name.Type], type => type.GetMethod(name.Method) is not null));
    }

    [Fact]
    public void Tree_EveryCommandAndOption_HasADescription()
    {
        foreach (var (path, command) in Leaves(Root(), "boom"))
        {
            Assert.False(string.IsNullOrEmpty(command.Description), path);
            Assert.All(command.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), $"{path} {option.Name}"));
            Assert.All(command.Arguments, argument => Assert.False(string.IsNullOrEmpty(argument.Description), $"{path} {argument.Name}"));
        }
    }

    static RootCommand Root() => BoomCommandLine.Build(new CliConsole(TextWriter.Null, TextWriter.Null, TimeProvider.System, false, false));

    static IEnumerable<(string Path, Command Command)> Leaves(Command command, string path) => command.Subcommands.Count == 0
        ? [(path, command)]
        : command.Subcommands.SelectMany(child => Leaves(child, $"{path} {child.Name}"));

    static string Join(IEnumerable<string> names) => string.Join(' ', names.Distinct().Order(StringComparer.Ordinal));

    static IEnumerable<string> TableOptions(string section) => section.Split('\n')
        .Where(line => line.StartsWith("| `--", StringComparison.Ordinal))
        .SelectMany(line => OptionName().Matches(line.Split('|')[1]).Select(match => match.Value));

    /// <summary>The page by its headings; what comes before the first is under the empty title.</summary>
    static Dictionary<string, string> Sections()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFolder(), "docs", "command-line.md"));
        return page.Split("\n## ").Select((text, i) => i == 0 ? ("", text) : (text[1..text.IndexOf('`', 1)], text))
            .ToDictionary(section => section.Item1, section => section.Item2);
    }

    static string RepositoryFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Boom.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder;
    }

    [GeneratedRegex("`(\\w+(?:Tests|Contract))\\.(\\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex OptionName();
}
