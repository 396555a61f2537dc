using System.ComponentModel.DataAnnotations;
using Boom.AlertWorker;
using Boom.Enricher;
using Microsoft.Extensions.Configuration;

namespace Boom.Cli.Diagnosis;

/// <summary>Looks at the options that environment variables set.</summary>
internal static class OptionsDiagnosis
{
    public static IReadOnlyList<Finding> Run()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return
        [
            Check(configuration, AlertWorkerOptions.Section, new AlertWorkerOptions()),
            Check(configuration, EnricherOptions.Section, new EnricherOptions()),
        ];
    }

    static Finding Check(IConfiguration configuration, string section, object options)
    {
        var subject = $"options {section}";
        try
        {
            configuration.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException fault)
        {
            return Finding.Fail(subject, fault.Message, $"correct the environment variable {section}__...");
        }

        var problems = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true)
            ? Finding.Ok(subject, "in range")
            : Finding.Fail(subject, string.Join(" ", problems.Select(problem => problem.ErrorMessage)), $"correct the environment variables {section}__...");
    }
}
