using System.CommandLine;
using System.Globalization;
using Boom.Cli.Rendering.Json;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Hosting;

namespace Boom.Cli.Commands.Schemas;

/// <summary><c>boom schemas list</c>.</summary>
internal static class SchemaListCommand
{
    public static Command Create(CliConsole console, Func<IWriterSchemas, SurveyCatalog> surveys)
    {
        var survey = SchemasCommand.SurveyOf("Only the schemas of this survey, again for each");
        var remote = new Option<bool>("--remote") { Description = "Ask the registries too which versions they have." };
        var command = new Command("list", "Schemas that are known without asking anybody: number, version, who gave them, and when.") { survey, remote };
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, survey, parse.GetValue(remote), surveys, cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, Option<Survey[]> survey, bool isRemote, Func<IWriterSchemas, SurveyCatalog> surveys, CancellationToken cancellationToken)
    {
        using var session = SchemaSession.Open(console, parse, surveys);
        var (known, problems) = (new List<KnownSchemaJson>(), new List<string>());
        foreach (var subject in session.SubjectsOf(parse, survey))
        {
            known.AddRange(session.Registry.Cache.List(subject, problems).Select(cached => SchemaSession.About(
                subject, cached.Number, cached.Source, cached.FetchedAt, session.Registry.Cache.PathOf(subject, cached.Number))));
            known.AddRange(subject.Included.Select(version => SchemaSession.About(subject, subject.NumberOf(version), IncludedSchemas.Source)));
            if (isRemote)
                await AddRemoteAsync(session, subject, known, problems, cancellationToken);
        }

        known = [.. known.OrderBy(schema => schema.Survey, StringComparer.Ordinal).ThenBy(schema => schema.Number)];
        if (parse.WantsJson())
            CliJson.Write(console, new SchemasJson(session.Registry.Cache.Folder, known, problems));
        else
            WriteText(console, session.Registry.Cache.Folder, known);
        foreach (var problem in problems)
            console.Complain(problem);
        return (int)(problems.Count > 0 ? ExitCode.BadNews : ExitCode.Done);
    }

    static async Task AddRemoteAsync(
        SchemaSession session, SchemaSubject subject, List<KnownSchemaJson> known, List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            var (address, numbers) = await session.Registry.ListAsync(subject, cancellationToken);
            known.AddRange(numbers.Where(number => subject.VersionOf(number) is not null).Select(number => SchemaSession.About(subject, number, $"{address} (not fetched)")));
        }
        catch (Exception fault) when (fault is TransientFaultException or PermanentFaultException)
        {
            problems.Add(SentenceText.End(fault.Message));
        }
    }

    static void WriteText(CliConsole console, string folder, List<KnownSchemaJson> known)
    {
        console.WriteLine($"Fetched schemas: {folder}");
        if (known.Count == 0)
        {
            console.WriteLine("No schema is known by number.");
            return;
        }

        var table = new TextTable("survey", "number>", "version", "fetched (UTC)", "from");
        foreach (var schema in known)
        {
            table.Add(
                schema.Survey, schema.Number.ToString(CultureInfo.InvariantCulture), schema.Version,
                schema.FetchedAt is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "", schema.From);
        }

        table.WriteTo(console.Out);
    }
}
