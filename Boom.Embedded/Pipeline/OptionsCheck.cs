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
    public static IEnumerable<(string Section, IReadOnlyList<string> Problems)> Run(IConfiguration configuration)
    {
        // Filter workers check the section of their streams with their own.
        var streams = new List<string>();
        StreamsOptions.Read(configuration, streams);
        return
        [
            .. ((IStage[])[new ConsumerStage(), new AlertWorkerStage(), new EnricherStage()]).Select(stage => (stage.Section, stage.FindProblems(configuration))),
            (FilterWorkerOptions.Section, [.. new FilterWorkerStage().FindProblems(configuration).Except(streams)]),
            (StreamsOptions.Section, streams),
            .. ProgramSettings.Check(configuration),
            (ReadersOptions.Section, ReadersOptions.Check(configuration)),
        ];
    }
}
