using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering.Json;
using Boom.Core.Resilience;
using Boom.Core.Store;
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

    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

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
            console,
            parse,
            parse.GetValue(surveys)!,
            TimeSpan.FromSeconds(parse.GetValue(wait) ?? DefaultWaitSeconds),
            parse.GetValue(upgrade),
            cancellationToken));
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
        if (parse.WantsJson())
        {
            CliJson.Write(console, new PreparedJson(name, surveys.Select(survey => survey.ToLowerName())));
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

    /// <summary>Patience is for a store that does not answer; one that builds indexes is waited for as long as it takes.</summary>
    static async Task<string> PrepareMongoAsync(
        CliConsole console, string url, IReadOnlyList<Survey> surveys, TimeSpan patience, bool upgradesAlerts, CancellationToken cancellationToken)
    {
        using var store = StoreSession.Mongo(url, console.Complain);
        long? silentSince = null;
        var retry = new Retry(new RetryOptions { FirstWait = FirstPause, LongestWait = LongestPause, OnAway = OnAway }, console.Time, seed: 1);
        await retry.RunAsync(PrepareAsync, cancellationToken, IsWaitedFor);
        return store.Name;

        async ValueTask PrepareAsync(CancellationToken token)
        {
            silentSince ??= console.Time.GetTimestamp();
            await store.EnsureIndexesAsync(surveys, Tell, token);
            foreach (var survey in upgradesAlerts ? surveys : [])
                await UpgradeAsync(survey);
        }

        bool IsWaitedFor() => silentSince is not { } since || console.Time.GetElapsedTime(since) < patience;

        void OnAway(TransientFaultException fault, int failures)
        {
            if (IsWaitedFor() && (failures == 1 || silentSince is null))
                console.Complain($"{fault.Message} Waiting for it.");
        }

        async Task UpgradeAsync(Survey survey)
        {
            var told = console.Time.GetTimestamp();
            var changed = await store.UpgradeAlertsAsync(survey, SurveyCatalog.Default.CompleteProperties, Progress, cancellationToken);
            console.Complain($"{survey.ToUpperName()}: {TotalAccount.Count(changed)} alerts brought to the form of this version.");

            void Progress(long looked, long done)
            {
                silentSince = null;
                if (console.Time.GetElapsedTime(told) < LongestPause)
                    return;
                told = console.Time.GetTimestamp();
                console.Complain($"{survey.ToUpperName()}: {TotalAccount.Count(looked)} alerts looked at, {TotalAccount.Count(done)} changed");
            }
        }

        void Tell(IndexProgress progress)
        {
            silentSince = null;
            console.Complain(Describe(progress));
        }
    }

    static string Describe(IndexProgress progress)
    {
        var what = $"{progress.Collection}: building {progress.Indexes} {(progress.Indexes == 1 ? "index" : "indexes")}";
        if (progress.Elapsed == TimeSpan.Zero)
            return what;
        var share = progress.Share is { } known ? FormattableString.Invariant($", {100 * known:0} %") : "";
        return FormattableString.Invariant($"{what}{share}, for {progress.Elapsed.TotalSeconds:0} s");
    }
}
