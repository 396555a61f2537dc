using Boom.AlertWorker.Catalogs;
using Boom.Cli.Commands.Catalogs;
using Boom.Cli.Parsing;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Surveys;
using Microsoft.Extensions.Configuration;

namespace Boom.Cli.Diagnosis;

/// <summary>Looks at the catalogues that objects are matched with, as an alert worker does.</summary>
internal static class CatalogDiagnosis
{
    public static IEnumerable<Finding> Run(IConfiguration configuration, string dataFolder)
    {
        // What is wrong with the section is said with the options.
        if (CrossMatchSettings.FindProblems(configuration).Count > 0)
            yield break;
        var folder = configuration[$"{CatalogsOptions.Section}:{nameof(CatalogsOptions.Folder)}"] is { Length: > 0 } configured ? configured : Path.Combine(dataFolder, "catalogs");
        var settings = CrossMatchSettings.Read(configuration);
        using var shelf = new CatalogShelf(folder);
        shelf.Refresh();
        using var simulated = new CatalogShelf(CatalogCommand.SimulatedFolder(dataFolder));
        simulated.Refresh();
        foreach (var survey in SurveyOption.Supported)
        {
            using var matcher = new ObjectMatcher(survey, settings.RulesOf(SurveyCatalog.Default[survey]), settings.Names(survey), shelf.Take());
            foreach (var problem in matcher.Problems)
                yield return Finding.Fail("catalogues", problem.TrimEnd('.'), "objects are not matched with it until then");
            if (matcher.Problems.Count == 0)
                yield return Finding.Ok("catalogues", $"{survey.ToUpperName()}: {Describe(matcher)}{DescribeSimulated(survey, settings, simulated)}");
        }
    }

    static string Describe(ObjectMatcher matcher) => matcher.HasAny
        ? string.Join(", ", matcher.Tables.Select(table => $"{table.Rule.Catalog} {table.Version}").Concat(matcher.Watchlists.Select(list => list.Name)))
        : "none, objects of packets are not matched; 'boom catalog add' brings one in";

    /// <summary>What the simulated nights of this folder are matched with besides; empty when there is nothing.</summary>
    static string DescribeSimulated(Survey survey, CrossMatchSettings settings, CatalogShelf simulated)
    {
        using var matcher = new ObjectMatcher(survey, settings.RulesOf(SurveyCatalog.Default[survey]), areWanted: false, simulated.Take());
        return matcher.HasAny ? $"; simulated nights are matched with those of the simulated sky: {string.Join(", ", matcher.Tables.Select(table => table.Rule.Catalog))}" : "";
    }
}
