using System.Text.RegularExpressions;
using Boom.Simulation;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>What the documentation publishes went to the topic of today, and what it reads was another night.</summary>
public sealed partial class OneDateInTheExamplesTests
{
    static readonly string Night = new SimulationOptions().Night.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Examples_ThatPublishFilesOnly_NameTheNightThatIsRead()
    {
        var examples = Pages().SelectMany(page => Code().Matches(page.Text).Select(match => match.Value))
            .Where(code => code.Contains(" play ", StringComparison.Ordinal) && code.Contains("--publish-only", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Contains($"--night {Night}", example, StringComparison.Ordinal));
    }

    [Fact]
    public void Examples_OfANight_AreOfOneNight() => Assert.All(
        Pages().SelectMany(page => Nights().Matches(page.Text).Select(match => (page.Name, Date: match.Groups[1].Value))),
        found => Assert.Equal((found.Name, Night), found));

    static IEnumerable<(string Name, string Text)> Pages()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Boom.sln")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md").Append(Path.Combine(root, "README.md"))
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));
    }

    [GeneratedRegex("`[^`\n]+`|^ {4}.+$|^boom .+$|^dotnet .+$", RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex("(?:--night |Night[ =]|night=|ztf_(?:public_)?)(20[0-9]{6})")]
    private static partial Regex Nights();
}
