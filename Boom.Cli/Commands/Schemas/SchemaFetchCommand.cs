using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering.Json;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Hosting;
using Boom.Messaging.Registry;

namespace Boom.Cli.Commands.Schemas;

/// <summary><c>boom schemas fetch</c>.</summary>
internal static class SchemaFetchCommand
{
    const string All = "all";

    public static Command Create(CliConsole console, Func<IWriterSchemas, SurveyCatalog> surveys)
    {
        var which = new Argument<string[]>("WHICH") { Description = "Numbers or versions, such as 1000 or 10.0; all for every version of the registry.", Arity = ArgumentArity.OneOrMore };
        var survey = SchemasCommand.SurveyOf("Survey whose schemas are meant");
        var command = new Command("fetch", "Fetch schemas into the cache, from registry or files, also those that are there.") { which, survey };
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, parse.GetValue(which)!, survey, surveys, cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, string[] which, Option<Survey[]> survey, Func<IWriterSchemas, SurveyCatalog> surveys, CancellationToken cancellationToken)
    {
        using var session = SchemaSession.Open(console, parse, surveys);
        var subject = session.SubjectOf(parse, survey);
        if (AddressesOf(session, subject).Count == 0)
            throw new ExitException(ExitCode.Usage, $"Nobody is configured to ask for schemas of {subject.Survey.ToUpperName()}: name a registry with Registry__Addresses__0, and see that Registry__Enabled is not false.");
        var (fetched, problems) = (new List<KnownSchemaJson>(), new List<string>());
        ExitException? firstFault = null;
        foreach (var number in await NumbersAsync(session, subject, which, cancellationToken))
        {
            try
            {
                var found = await session.Registry.FetchAsync(subject, number, cancellationToken);
                if (found.Json is null)
                    problems.Add(found.Problem);
                else
                    fetched.Add(SchemaSession.About(subject, number, found.Source, console.Time.GetUtcNow(), session.Registry.Cache.PathOf(subject, number)));
            }
            catch (Exception fault) when (fault is TransientFaultException or PermanentFaultException or IOException or UnauthorizedAccessException)
            {
                // Others may be had all the same; what has come is told before this.
                problems.Add(SentenceText.End(fault is IOException or UnauthorizedAccessException ? FileFaults.Describe(fault, parse) : fault.Message));
                firstFault ??= new ExitException(ExitCode.Missing, problems[^1]);
            }
        }

        if (parse.WantsJson())
            CliJson.Write(console, new SchemasJson(session.Registry.Cache.Folder, fetched, problems));
        else
            fetched.ForEach(schema => console.WriteLine($"{schema.Number} ({schema.Version}): from {schema.From} to {schema.File}"));
        foreach (var problem in problems.Where(problem => problem != firstFault?.Message))
            console.Complain(problem);
        if (firstFault is not null)
            throw firstFault;
        return (int)(problems.Count > 0 ? ExitCode.BadNews : ExitCode.Done);
    }

    static IReadOnlyList<string> AddressesOf(SchemaSession session, SchemaSubject subject) =>
        SchemaRegistry.AddressesOf(session.Settings.Of(subject.Survey), subject);

    static async Task<IEnumerable<uint>> NumbersAsync(SchemaSession session, SchemaSubject subject, string[] which, CancellationToken cancellationToken)
    {
        var numbers = new SortedSet<uint>();
        foreach (var word in which)
        {
            if (word == All)
                numbers.UnionWith((await session.Registry.ListAsync(subject, cancellationToken)).Numbers.Where(number => subject.VersionOf(number) is not null));
            else
                numbers.Add(SchemaSession.NumberOf(subject, word));
        }

        return numbers;
    }
}
