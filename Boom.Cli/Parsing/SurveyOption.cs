using System.CommandLine;
using System.CommandLine.Parsing;
using Boom.Core.Surveys;
using Boom.Hosting;
using Boom.ServiceDefaults;

namespace Boom.Cli.Parsing;

/// <summary>The option <c>--survey</c>, checked while parsing.</summary>
internal static class SurveyOption
{
    /// <summary>Surveys whose packets can be read.</summary>
    public static IReadOnlyList<Survey> Supported => SurveyCatalog.Default.Supported;

    static string Names => string.Join(", ", Supported.Select(survey => survey.ToLowerName()));

    /// <summary>One survey, which must be named.</summary>
    public static Option<Survey> Required() => new("--survey")
    {
        Description = $"Survey of the packets: {Names}.",
        HelpName = "NAME",
        Required = true,
        CustomParser = result => Parse(result.Tokens[^1].Value, result),
    };

    /// <summary>Any number of surveys; none means those of <c>Surveys</c> in the environment, or all that are supported.</summary>
    public static Option<Survey[]> Several(string description) => new("--survey")
    {
        Description = $"{description} ({Names}).",
        HelpName = "NAME",
        CustomParser = result => [.. result.Tokens.Select(token => Parse(token.Value, result)).Distinct()],
        DefaultValueFactory = Configured,
        Arity = ArgumentArity.OneOrMore,
    };

    static Survey[] Configured(ArgumentResult result)
    {
        var configuration = ProgramSettings.FromEnvironment();
        try
        {
            return string.IsNullOrEmpty(configuration[SurveySelection.Key]) ? [.. Supported] : [.. SurveySelection.Read(configuration)];
        }
        catch (ConfigurationFaultException fault)
        {
            result.AddError(fault.Message);
            return [];
        }
    }

    static Survey Parse(string text, ArgumentResult result)
    {
        if (!SurveyNames.TryParseSupported(text, out var survey, out var problem))
            result.AddError(problem);
        return survey;
    }
}
