using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Core.Surveys;
using Boom.Hosting;

namespace Boom.Cli.Commands.Schemas;

/// <summary><c>boom schemas</c>: schemas of packets that carry only the number of theirs.</summary>
internal static class SchemasCommand
{
    public static Command Create(CliConsole console) => Create(console, schemas => SurveyCatalog.With(schemas));

    /// <param name="console">Where it writes.</param>
    /// <param name="surveys">The surveys there are, given where their schemas come from.</param>
    internal static Command Create(CliConsole console, Func<IWriterSchemas, SurveyCatalog> surveys) =>
        new("schemas", "Schemas of packets that carry only the number of theirs: list, fetch, show and compare, and check packets against them.")
        {
            SchemaListCommand.Create(console, surveys),
            SchemaFetchCommand.Create(console, surveys),
            SchemaShowCommand.Create(console, surveys),
            SchemaCheckCommand.Create(console, surveys),
        };

    /// <summary>The option <c>--survey</c>.</summary>
    public static Option<Survey[]> SurveyOf(string description) => SurveyOption.Several(description);
}
