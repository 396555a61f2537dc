using Boom.AlertWorker;
using Boom.Consumer;
using Boom.Embedded.Readers;
using Boom.Enricher;
using Boom.FilterWorker;
using Boom.Hosting;
using Boom.Hosting.Stages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Boom.Embedded.Pipeline;

/// <summary>The options that environment variables set: every section that a program or <c>boom run</c> takes.</summary>
public static class OptionsCheck
{
    /// <summary>Throws when any section is wrong, before anything is made or started.</summary>
    /// <exception cref="OptionsValidationException">All that is wrong, a sentence each.</exception>
    public static void Require(IConfiguration configuration)
    {
        var problems = Run(configuration).SelectMany(section => section.Problems).Distinct().ToList();
        if (problems.Count > 0)
            throw new OptionsValidationException("boom", typeof(ConsumerOptions), problems);
    }

    /// <summary>Each section, with a sentence for everything that is wrong.</summary>
    public static IEnumerable<(string Section, IReadOnlyList<string> Problems)> Run(IConfiguration configuration) =>
    [
        .. ((IStage[])[new ConsumerStage(), new AlertWorkerStage(), new EnricherStage(), new FilterWorkerStage()]).Select(stage => (stage.Section, stage.FindProblems(configuration))),
        .. ProgramSettings.Check(configuration),
        (ReadersOptions.Section, ReadersOptions.Check(configuration)),
    ];
}
