using System.Globalization;
using Boom.Enricher;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Boom.Cli.Diagnosis;

/// <summary>Looks at the footprint that the environment names, as an enricher does at its start.</summary>
internal static class FootprintDiagnosis
{
    public static IEnumerable<Finding> Run(IConfiguration configuration)
    {
        var options = new EnricherOptions();

        // What is wrong with the section is said with the options.
        if (OptionsSection.Bind(configuration, EnricherOptions.Section, options).Count > 0 || string.IsNullOrWhiteSpace(options.Footprint))
            return [];
        var inputs = EnrichmentInputs.Open(options);
        return inputs.Problem is { } problem
            ? [Finding.Fail("footprint", problem, "bring the file, or correct Enricher__Footprint")]
            : [Finding.Ok("footprint", string.Create(CultureInfo.InvariantCulture, $"{options.Footprint}: {inputs.Settings.Footprint!.SkyFraction:P1} of the sky"))];
    }
}
