using Boom.Embedded.Pipeline;
using Microsoft.Extensions.Configuration;

namespace Boom.Cli.Diagnosis;

/// <summary>Looks at the options that environment variables set.</summary>
internal static class OptionsDiagnosis
{
    public static IReadOnlyList<Finding> Run(IConfiguration configuration) => [.. OptionsCheck.Run(configuration).Select(section => Judge(section.Section, section.Problems))];

    static Finding Judge(string section, IReadOnlyList<string> problems) => problems.Count == 0
        ? Finding.Ok($"options {section}", "as they should be")
        : Finding.Fail($"options {section}", string.Join(" ", problems), "correct the environment variable; a colon of a key is __ there");
}
