using Boom.Core.Surveys;
using Boom.Tests.Support;

namespace Boom.Tests.Cli.Filters;

/// <summary>The filters in <c>examples/filters</c>.</summary>
static class ExampleFilters
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "examples", "filters");

    /// <summary>Their names without ending.</summary>
    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static string FileOf(string name) => Path.Combine(Folder, $"{name}.json");

    public static string CasesOf(string name) => Path.Combine(Folder, "cases", $"{name}.json");

    public static Survey SurveyOf(string name) => name.StartsWith("lsst-", StringComparison.Ordinal) ? Survey.Lsst : Survey.Ztf;
}
