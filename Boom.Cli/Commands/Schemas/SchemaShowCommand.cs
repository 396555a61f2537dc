using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Boom.Cli.Rendering.Json;
using Boom.Core.Avro;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Hosting;

namespace Boom.Cli.Commands.Schemas;

/// <summary><c>boom schemas show</c>.</summary>
internal static class SchemaShowCommand
{
    public static Command Create(CliConsole console, Func<IWriterSchemas, SurveyCatalog> surveys)
    {
        var which = new Argument<string>("WHICH") { Description = "Number or version, such as 1101 or 11.1." };
        var compare = new Option<string?>("--compare") { Description = "Tell what has changed from this number or version.", HelpName = "OTHER" };
        var text = new Option<bool>("--text") { Description = "Write the schema itself, as JSON." };
        var survey = SchemasCommand.SurveyOf("Survey whose schema is meant");
        var command = new Command("show", "A schema: its records, fields and types; or what has changed since another one.") { which, compare, text, survey };
        command.SetAction((parse, cancellationToken) =>
            RunAsync(console, parse, parse.GetValue(which)!, parse.GetValue(compare), parse.GetValue(text), survey, surveys, cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, string which, string? other, bool asText, Option<Survey[]> survey, Func<IWriterSchemas, SurveyCatalog> surveys,
        CancellationToken cancellationToken)
    {
        using var session = SchemaSession.Open(console, parse, surveys);
        var subject = session.SubjectOf(parse, survey);
        var (about, json) = await FindAsync(session, subject, which, cancellationToken);
        if (other is not null)
        {
            var (before, beforeJson) = await FindAsync(session, subject, other, cancellationToken);
            Compare(console, parse, before, SchemaOutline.Parse(beforeJson).ChangesTo(SchemaOutline.Parse(json)), about);
        }
        else if (parse.WantsJson())
        {
            CliJson.Write(console, new SchemaJson(about, JsonElement.Parse(json)));
        }
        else if (asText)
        {
            console.WriteLine(json);
        }
        else
        {
            WriteText(console, about, SchemaOutline.Parse(json));
        }

        return (int)ExitCode.Done;
    }

    static async Task<(KnownSchemaJson About, string Json)> FindAsync(SchemaSession session, SchemaSubject subject, string word, CancellationToken cancellationToken)
    {
        var number = SchemaSession.NumberOf(subject, word);
        var found = await session.Registry.FindAsync(subject, number, cancellationToken);
        return found.Json is { } json
            ? (SchemaSession.About(subject, number, found.Source), json)
            : throw new ExitException(ExitCode.BadNews, found.Problem);
    }

    static void Compare(CliConsole console, ParseResult parse, KnownSchemaJson before, IReadOnlyList<string> changes, KnownSchemaJson after)
    {
        if (parse.WantsJson())
        {
            CliJson.Write(console, new SchemaJson(after, ComparedWith: before, Changes: changes));
            return;
        }

        console.WriteLine($"From {before.Version} to {after.Version}: {(changes.Count == 0 ? "no field is different." : "")}".TrimEnd());
        foreach (var change in changes)
            console.WriteLine($"  {change}");
    }

    static void WriteText(CliConsole console, KnownSchemaJson about, SchemaOutline outline)
    {
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outline.Name}, number {about.Number}, from {about.From}"));
        foreach (var record in outline.Records)
        {
            console.WriteLine();
            console.WriteLine($"{record.Name}:");
            var table = new TextTable("field", "type");
            foreach (var field in record.Fields)
                table.Add(field.Name, field.ToString());
            table.WriteTo(console.Out, "  ");
        }
    }
}
