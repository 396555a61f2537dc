using Boom.AlertWorker;
using Boom.Consumer;
using Boom.Enricher;
using Boom.Hosting;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Boom.Cli.Diagnosis;

/// <summary>Looks at the options that environment variables set: every section that a program or <c>boom run</c> takes.</summary>
internal static class OptionsDiagnosis
{
    /// <summary>A finding for each section.</summary>
    public static IReadOnlyList<Finding> Run(IConfiguration configuration) => [.. Check(configuration).Select(section => Judge(section.Section, section.Problems))];

    /// <summary>Throws when any section is wrong, before anything is made or started.</summary>
    /// <exception cref="OptionsValidationException">All that is wrong, a sentence each.</exception>
    public static void Require(IConfiguration configuration)
    {
        var problems = Check(configuration).SelectMany(section => section.Problems).Distinct().ToList();
        if (problems.Count > 0)
            throw new OptionsValidationException("boom", typeof(ConsumerOptions), problems);
    }

    static IEnumerable<(string Section, IReadOnlyList<string> Problems)> Check(IConfiguration configuration) =>
    [
        (ConsumerOptions.Section, ConsumerSettings.FindProblems(configuration)),
        (AlertWorkerOptions.Section, StageOptions.Bind(configuration, AlertWorkerOptions.Section, new AlertWorkerOptions())),
        (EnricherOptions.Section, StageOptions.Bind(configuration, EnricherOptions.Section, new EnricherOptions())),
        .. ProgramSettings.Check(configuration),
    ];

    static Finding Judge(string section, IReadOnlyList<string> problems) => problems.Count == 0
        ? Finding.Ok($"options {section}", "as they should be")
        : Finding.Fail($"options {section}", string.Join(" ", problems), "correct the environment variable; a colon of a key is __ there");
}
