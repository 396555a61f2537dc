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

    /// <summary>Any number of surveys; none means those of <c>Surveys</c> in the environment, or all that are supported.</summary>
    public static Option<Survey[]> Several(string description) => Several(description, [.. Supported]);

    /// <summary>Any number of surveys; none means those of <c>Surveys</c> in the environment, or the first that is supported.</summary>
    public static Option<Survey[]> SeveralOrFirst(string description) => Several($"{description}, default {Supported[0].ToLowerName()}", [Supported[0]]);

    /// <summary>One survey; null when none is named.</summary>
    public static Option<Survey?> Optional(string description) => new("--survey")
    {
        Description = $"{description} ({Names}).",
        HelpName = "NAME",
        CustomParser = result => Parse(result.Tokens[^1].Value, result),
    };

    static Option<Survey[]> Several(string description, Survey[] otherwise) => new("--survey")
    {
        Description = $"{description} ({Names}).",
        HelpName = "NAME",
        CustomParser = result => [.. result.Tokens.Select(token => Parse(token.Value, result)).Distinct()],
        DefaultValueFactory = result => Configured(result, otherwise),
        Arity = ArgumentArity.OneOrMore,
    };

    static Survey[] Configured(ArgumentResult result, Survey[] otherwise)
    {
        var configuration = ProgramSettings.FromEnvironment();
        try
        {
            return string.IsNullOrEmpty(configuration[SurveySelection.Key]) ? otherwise : [.. SurveySelection.Read(configuration)];
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
