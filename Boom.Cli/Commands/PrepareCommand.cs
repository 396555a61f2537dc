using System.CommandLine;
using Boom.Cli.Hosting;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Core.Alerts;
using Boom.Core.Pipeline;
using Boom.Storage;
using Boom.Storage.Sqlite;

namespace Boom.Cli.Commands;

/// <summary>
/// <c>boom prepare</c>: makes and checks the collections and indexes of the store, so that an orchestrator can do it once, before any program starts.
/// </summary>
internal static class PrepareCommand
{
    const long DefaultWaitSeconds = 300;

    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public static Command Create(CliConsole console)
    {
        var surveys = SurveyOption.Several("Surveys that will be stored");
        var wait = NumberOption.Whole("--wait", $"Seconds to wait for a store that does not answer, default {DefaultWaitSeconds}", 0, 86_400);
        var command = new Command("prepare", "Make and check the collections and indexes of the store that ConnectionStrings__alertdb names.") { surveys, wait };
        command.SetAction((parse, cancellationToken) => RunAsync(
            console, parse, parse.GetValue(surveys)!, TimeSpan.FromSeconds(parse.GetValue(wait) ?? DefaultWaitSeconds), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, IReadOnlyList<Survey> surveys, TimeSpan patience, CancellationToken cancellationToken)
    {
        var text = ServerSettings.FromEnvironment().AlertDb
            ?? throw new CliException(ExitCode.Usage, "prepare is for servers: set ConnectionStrings__alertdb, e.g. to mongodb://localhost:27017/boom. A data folder is made by 'boom run'.");
        var connection = StoreConnection.Parse(text);
        var name = connection.MongoUrl is { } url
            ? await PrepareMongoAsync(console, url, surveys, patience, cancellationToken)
            : PrepareFile(connection.SqliteFile!);
        if (parse.WantsJson())
        {
            JsonOutput.WriteLine(console.Out, writer =>
            {
                writer.WriteString("store", name);
                writer.WriteStartArray("surveys");
                foreach (var survey in surveys)
                    writer.WriteStringValue(survey.ToLowerName());
                writer.WriteEndArray();
            });
        }
        else
        {
            console.WriteLine($"{name} is ready for {string.Join(", ", surveys.Select(survey => survey.ToLowerName()))}.");
        }

        return (int)ExitCode.Done;
    }

    static string PrepareFile(string file)
    {
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = file, Recover = false });
        return file;
    }

    static async Task<string> PrepareMongoAsync(
        CliConsole console, string url, IReadOnlyList<Survey> surveys, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var store = StoreSession.Mongo(url);
        var backoff = new Backoff(FirstPause, LongestPause, seed: 1);
        var started = console.Time.GetTimestamp();
        while (true)
        {
            try
            {
                await store.EnsureIndexesAsync(surveys, cancellationToken);
                return store.Name;
            }
            catch (TransientFaultException fault) when (console.Time.GetElapsedTime(started) < patience)
            {
                if (backoff.Failures == 0)
                    console.Complain($"{fault.Message} Waiting for it.");
                await Task.Delay(backoff.Next(), console.Time, cancellationToken);
            }
        }
    }
}
