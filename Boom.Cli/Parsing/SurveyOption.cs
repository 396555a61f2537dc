using System.CommandLine;
using System.CommandLine.Parsing;
using Boom.Core.Alerts;
using Boom.Core.Surveys;

namespace Boom.Cli.Parsing;

/// <summary>The option <c>--survey</c>, checked while parsing.</summary>
internal static class SurveyOption
{
    /// <summary>Surveys whose packets can be read.</summary>
    public static IReadOnlyList<Survey> Supported => SurveyCatalog.Supported;

    static string Names => string.Join(", ", Supported.Select(survey => survey.ToLowerName()));

    /// <summary>One survey, which must be named.</summary>
    public static Option<Survey> Required() => new("--survey")
    {
        Description = $"Survey of the packets: {Names}.",
        HelpName = "NAME",
        Required = true,
        CustomParser = One,
    };

    /// <summary>Any number of surveys; none means all that are supported.</summary>
    public static Option<Survey[]> Several(string description) => new("--survey")
    {
        Description = $"{description} ({Names}).",
        HelpName = "NAME",
        CustomParser = result => [.. result.Tokens.Select(token => Parse(token.Value, result)).Distinct()],
        DefaultValueFactory = _ => [.. Supported],
        Arity = ArgumentArity.OneOrMore,
    };

    static Survey One(ArgumentResult result) => Parse(result.Tokens[^1].Value, result);

    static Survey Parse(string text, ArgumentResult result)
    {
        if (!SurveyNames.TryParse(text, out var survey))
            result.AddError($"'{text}' is not a survey Boom knows. Supported: {Names}.");
        else if (!Supported.Contains(survey))
            result.AddError($"Packets of {survey.ToUpperName()} cannot be read by this version. Supported: {Names}.");
        return survey;
    }
}
