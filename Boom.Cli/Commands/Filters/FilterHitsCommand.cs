using System.CommandLine;
using System.Globalization;
using Boom.Cli.Filters;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Store;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands.Filters;

/// <summary><c>boom filter hits ID</c>: what has passed a filter.</summary>
internal static class FilterHitsCommand
{
    const int DefaultLimit = 1000;

    static readonly Option<string?> Object = new("--object") { Description = "Only alerts of this object.", HelpName = "ID" };

    static readonly Option<string?> Since = new("--since")
    {
        Description = "Only what has passed since this time (UTC), e.g. 2026-03-01 or 2026-03-01T12:00; --follow without it begins now.",
        HelpName = "TIME",
    };

    static readonly Option<bool> Follow = new("--follow") { Description = "Go on and show what passes, until Ctrl+C; with --json a line for each." };

    public static Command Create(CliConsole console)
    {
        var id = new Argument<string?>("ID") { Description = "Key of a stored filter, or its name. Default: all filters.", Arity = ArgumentArity.ZeroOrOne };
        var limit = NumberOption.Whole("--limit", $"At most so many, latest first, default {DefaultLimit}", 1, 10_000_000);
        var command = new Command("hits", "Alerts that have passed filters, with their annotations.") { id, Object, Since, Follow, limit };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Follow) && result.GetResult(limit) is not null)
                result.AddError("--follow has no end that --limit could set: leave one of them out.");
        });
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, parse.GetValue(id), (int)(parse.GetValue(limit) ?? DefaultLimit), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, string? id, int limit, CancellationToken cancellationToken)
    {
        var since = TimeOption.UnixMilliseconds(Since.Name, parse.GetValue(Since));
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        var query = new FilterHitQuery(limit) { FilterId = await KeyAsync(store, id, cancellationToken), ObjectId = parse.GetValue(Object), SinceMs = since ?? 0 };
        if (parse.GetValue(Follow))
        {
            await FollowAsync(console, parse, store, query with { SinceMs = since ?? console.Time.GetUtcNow().ToUnixTimeMilliseconds() }, cancellationToken);
            return (int)ExitCode.Done;
        }

        var hits = await store.Filters.ListHitsAsync(query, cancellationToken);
        var names = new FilterNames(store.Filters);
        await names.CompleteAsync(hits, cancellationToken);
        if (parse.WantsJson())
            CliJson.Write(console, new FilterHitsJson(hits.Select(hit => FilterHitJson.Of(hit, names.Find(hit.FilterId)))));
        else if (hits.Count == 0)
            console.WriteLine("Nothing has passed.");
        else
            WriteTable(console, hits, id is null ? names : null);
        return (int)ExitCode.Done;
    }

    // What has passed a filter that was removed stays, under its key.
    static async Task<string?> KeyAsync(StoreSession store, string? id, CancellationToken cancellationToken)
    {
        if (id is null || await store.Filters.CountHitsAsync(id, cancellationToken) > 0)
            return id;
        return (await FilterSource.FindStoredAsync(store, id, cancellationToken)).Id;
    }

    static async Task FollowAsync(CliConsole console, ParseResult parse, StoreSession store, FilterHitQuery query, CancellationToken cancellationToken)
    {
        var following = new HitFollowing(store.Filters, query);
        var names = new FilterNames(store.Filters);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), console.Time);
        try
        {
            do
            {
                var hits = await following.NextAsync(cancellationToken);
                await names.CompleteAsync(hits, cancellationToken);
                foreach (var hit in hits)
                {
                    if (parse.WantsJson())
                        CliJson.Write(console, FilterHitJson.Of(hit, names.Find(hit.FilterId)));
                    else
                        console.WriteLine($"{string.Join("  ", Cells(hit, query.FilterId is null ? names : null))}  {string.Join("  ", AnnotationText.Fields(hit.Annotations).Select(field => $"{field.Key} {field.Value}"))}".TrimEnd());
                }

                await console.Out.FlushAsync(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ended as asked.
        }
    }

    // Of one filter the name needs no column.
    static void WriteTable(CliConsole console, IReadOnlyList<FilterHit> hits, FilterNames? names) => FilterTestOutput.WriteTable(
        console, hits, [.. names is null ? (string[])[] : ["filter"], "passed (UTC)", "candid>", "object", "date (UTC)"], hit => Cells(hit, names), hit => hit.Annotations);

    static string[] Cells(FilterHit hit, FilterNames? names) => names is null ? Cells(hit) : [names.Find(hit.FilterId) ?? hit.FilterId, .. Cells(hit)];

    static string[] Cells(FilterHit hit) =>
    [
        DateTimeOffset.FromUnixTimeMilliseconds(hit.PassedAtMs).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DocumentText.Whole(hit.Candid), hit.ObjectId, CalendarText.Minute(hit.Jd),
    ];
}
