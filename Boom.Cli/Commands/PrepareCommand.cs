using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering.Json;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Hosting;
using Boom.Storage;
using Boom.Storage.Mongo;
using Boom.Storage.Sqlite;

namespace Boom.Cli.Commands;

/// <summary>
/// <c>boom prepare</c>: makes and checks the collections and indexes of the store, so that an orchestrator can do it once, before any program starts.
/// </summary>
internal static class PrepareCommand
{
    const long DefaultWaitSeconds = 300;

    public static Command Create(CliConsole console)
    {
        var surveys = SurveyOption.Several("Surveys that will be stored");
        var wait = NumberOption.Whole("--wait", $"Seconds to wait for a store that does not answer, default {DefaultWaitSeconds}", 0, 86_400);
        var upgrade = new Option<bool>("--upgrade")
        {
            Description = "Also bring stored alerts to the form of this version (MongoDB); when no program of the version before runs any more",
        };
        var command = new Command("prepare", "Make and check the collections and indexes of the store that ConnectionStrings__alertdb names.") { surveys, wait, upgrade };
        command.SetAction((parse, cancellationToken) => RunAsync(
            console, parse, parse.GetValue(surveys)!, TimeSpan.FromSeconds(parse.GetValue(wait) ?? DefaultWaitSeconds), parse.GetValue(upgrade), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        CliConsole console, ParseResult parse, IReadOnlyList<Survey> surveys, TimeSpan patience, bool upgradesAlerts, CancellationToken cancellationToken)
    {
        var text = ServerSettings.FromEnvironment().AlertDb
            ?? throw new ExitException(ExitCode.Usage, "prepare is for servers: set ConnectionStrings__alertdb, e.g. to mongodb://localhost:27017/boom. A data folder is made by 'boom run'.");
        var connection = StoreConnection.Parse(text);
        var name = connection.MongoUrl is { } url
            ? await PrepareMongoAsync(console, url, surveys, patience, upgradesAlerts, cancellationToken)
            : PrepareFile(connection.SqliteFile!);
        var names = surveys.Select(survey => survey.ToLowerName());
        if (parse.WantsJson())
            CliJson.Write(console, new PreparedJson(name, names));
        else
            console.WriteLine($"{name} is ready for {string.Join(", ", names)}.");
        return (int)ExitCode.Done;
    }

    static async Task<string> PrepareMongoAsync(
        CliConsole console, string url, IReadOnlyList<Survey> surveys, TimeSpan patience, bool upgradesAlerts, CancellationToken cancellationToken)
    {
        using var store = StoreSession.Mongo(url, console.Complain);
        var preparation = new MongoPreparation(store, surveys, console.Time, console.Complain);
        await preparation.RunAsync(patience, upgradesAlerts ? SurveyCatalog.Default.CompleteProperties : null, cancellationToken);
        return store.Name;
    }

    static string PrepareFile(string file)
    {
        using var store = SqliteStore.Open(new SqliteStoreOptions { Path = file, Recover = false });
        return file;
    }
}
