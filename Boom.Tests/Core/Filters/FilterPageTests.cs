using System.Text.RegularExpressions;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Stages;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>What the page on filters says is supported.</summary>
public sealed partial class FilterPageTests
{
    static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "filters.md"));

    [Fact]
    public void Page_TableOfOperators_NamesEveryOneAndNoOther()
    {
        var table = Page[Page.IndexOf("| operators of expressions |", StringComparison.Ordinal)..Page.IndexOf("Not supported, and refused", StringComparison.Ordinal)];
        string[] second = [.. table.Split('\n').Skip(2).Where(row => row.StartsWith('|')).Select(row => row.Split('|')[2])];

        Assert.Equal(OperatorTable.Names, second.SelectMany(cell => Name().Matches(cell).Select(match => match.Groups[1].Value)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_TableOfStages_NamesEveryOneOfFilters()
    {
        var table = Page[Page.IndexOf("| stage |", StringComparison.Ordinal)..Page.IndexOf("| operators of expressions |", StringComparison.Ordinal)];
        string[] first = [.. table.Split('\n').Skip(2).Where(row => row.StartsWith('|')).Select(row => row.Split('|')[1])];

        Assert.Equal(StageTable.PerAlert.Order(StringComparer.Ordinal), first.SelectMany(cell => Name().Matches(cell).Select(match => match.Groups[1].Value)).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"`(\$\w+)`")]
    private static partial Regex Name();
}
