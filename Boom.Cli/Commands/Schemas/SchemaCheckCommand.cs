using System.CommandLine;
using System.Globalization;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Surveys;
using Boom.Hosting;
using Boom.Messaging.Archives;

namespace Boom.Cli.Commands.Schemas;

/// <summary><c>boom schemas check</c>.</summary>
internal static class SchemaCheckCommand
{
    public static Command Create(CliConsole console, Func<IWriterSchemas, SurveyCatalog> surveys)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Packets: files, folders, archives.", Arity = ArgumentArity.OneOrMore };
        var survey = SchemasCommand.SurveyOf("Surveys that the packets may be of, again for each");
        var command = new Command("check", "Whether packets would be decoded, and by which schemas; exit 1 when one would not. Nothing is stored.") { paths, survey };
        command.SetAction((parse, cancellationToken) => Task.Run(() => RunAsync(console, parse, parse.GetValue(paths)!, survey, surveys, cancellationToken), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, string[] paths, Option<Survey[]> survey, Func<IWriterSchemas, SurveyCatalog> surveys, CancellationToken cancellationToken)
    {
        using var session = SchemaSession.Open(console, parse, surveys);
        var source = PacketSource.Open(paths);
        var trial = new PacketTrial([.. session.SurveysOf(parse, survey).Select(key => session.Surveys[key])], session.Registry);
        foreach (var packet in source.Read(0))
            await trial.AddAsync(packet, cancellationToken);
        var results = await trial.SumUpAsync(cancellationToken);
        var answer = new CheckedSchemasJson(results.Sum(result => result.Packets), results.Sum(result => result.Decoded), results, source.Problems);
        if (parse.WantsJson())
            CliJson.Write(console, answer);
        else
            WriteText(console, answer);
        foreach (var problem in source.Problems)
            console.Complain(problem);
        return (int)(answer.Decoded == answer.Packets && source.Problems.Count == 0 ? ExitCode.Done : ExitCode.BadNews);
    }

    static void WriteText(CliConsole console, CheckedSchemasJson answer)
    {
        foreach (var schema in answer.Schemas)
        {
            var title = schema.Number is { } number ? string.Create(CultureInfo.InvariantCulture, $"schema {number}, ") : "";
            console.WriteLine($"{schema.Survey?.ToUpperInvariant() ?? "no survey"}: {title}{schema.Record}, from {schema.From}");
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {schema.Decoded} of {schema.Packets} packets would be decoded, {schema.Alerts} alerts"));
            foreach (var (reason, count) in schema.Faults)
                console.WriteLine($"  {reason}: {DocumentText.Plural((int)count, "packet")}");
            if (schema.FirstFault is { } fault)
                console.WriteLine($"  the first: {fault}");
            if (schema.ComparedWith is { } other)
                console.WriteLine($"  compared with {other}{(schema.Changes.Any() ? ":" : ": no field is different")}");
            foreach (var change in schema.Changes)
                console.WriteLine($"    {change}");
        }

        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Decoded} of {answer.Packets} packets would be decoded."));
    }
}
