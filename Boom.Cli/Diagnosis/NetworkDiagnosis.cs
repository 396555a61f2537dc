using Boom.Cli.Parsing;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Boom.Cli.Diagnosis;

/// <summary>Looks at the networks that the environment asks for, as a program does at its start.</summary>
internal static class NetworkDiagnosis
{
    public static IEnumerable<Finding> Run(IConfiguration configuration, string dataFolder, TimeProvider time)
    {
        var options = new ModelsOptions();

        // What is wrong with the section is said with the options.
        if (OptionsSection.Bind(configuration, ModelsOptions.Section, options).Count > 0 || options.Keys.Count == 0)
            return [];
        if (configuration[$"{ModelsOptions.Section}:{nameof(ModelsOptions.Folder)}"] is null)
            options.Folder = Path.Combine(dataFolder, "models");
        return SurveyOption.Supported.SelectMany(survey => Look(options, survey, time));
    }

    static Finding[] Look(ModelsOptions options, Survey survey, TimeProvider time)
    {
        try
        {
            using var networks = SurveyNetworks.Open(options, SurveyCatalog.Default[survey], threads: 1, time);
            return networks.Problems.Count > 0
                ? [.. networks.Problems.Select(problem => Finding.Fail("networks", problem, "the alerts have no score of it until then"))]
                : [Finding.Ok("networks", $"{survey.ToUpperName()}: {string.Join(", ", networks.Set.Networks.Select(network => network.Key))} on the {(networks.Set.IsOnDevice ? "GPU" : "processors")}")];
        }
        catch (PermanentFaultException fault)
        {
            return [Finding.Fail("networks", fault.Message, "the enrichers do not start until then")];
        }
    }
}
