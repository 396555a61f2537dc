using System.CommandLine;
using System.Globalization;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering.Json;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands.Watchlists;

/// <summary><c>boom watchlist hits</c>.</summary>
internal static class WatchlistHitsCommand
{
    static readonly Option<string?> Object = new("--object") { Description = "Only hits of this object.", HelpName = "ID" };

    static readonly Option<string?> Since = new("--since") { Description = "Only hits found since this time (UTC), e.g. 2026-03-01 or 2026-03-01T12:00.", HelpName = "TIME" };

    public static Command Create(CliConsole console)
    {
        var name = new Argument<string?>("NAME") { Description = "The watch list. Default: all.", Arity = ArgumentArity.ZeroOrOne };
        var limit = NumberOption.Whole("--limit", "At most this many, latest first, default 1000", 1, 10_000_000);
        var command = new Command("hits", "Objects found at places of watch lists, latest first.") { name, Object, Since, limit };
        command.SetAction((parse, cancellationToken) => RunAsync(
            console, parse,
            new WatchlistQuery(
                parse.GetValue(name) is { } list ? WatchlistCommand.TableOf(list) : null, parse.GetValue(Object), ReadSince(parse.GetValue(Since)),
                (int)(parse.GetValue(limit) ?? 1000)),
            cancellationToken));
        return command;
    }

    static long ReadSince(string? text)
    {
        if (text is null)
            return 0;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
            ? since.ToUnixTimeMilliseconds()
            : throw new ExitException(ExitCode.Usage, $"--since is a time, such as 2026-03-01 or 2026-03-01T12:00, not '{text}'.");
    }

    static async Task<int> RunAsync(CliConsole console, ParseResult parse, WatchlistQuery query, CancellationToken cancellationToken)
    {
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        var hits = await store.Alerts.ListWatchlistHitsAsync(query, cancellationToken);
        if (parse.WantsJson())
        {
            CliJson.Write(console, new WatchlistHitsJson(hits.Select(hit => new WatchlistHitJson(
                hit.List, hit.Version, hit.Row, hit.Survey.ToUpperName(), hit.ObjectId, hit.DistanceArcsec, DateTimeOffset.FromUnixTimeMilliseconds(hit.FoundAtMs)))));
        }
        else if (hits.Count == 0)
        {
            console.WriteLine("No hits.");
        }
        else
        {
            var table = new TextTable("found (UTC)", "list", "place", "object", "survey", "distance arcsec>");
            foreach (var hit in hits)
            {
                table.Add(
                    DateTimeOffset.FromUnixTimeMilliseconds(hit.FoundAtMs).UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), hit.List, hit.Row,
                    hit.ObjectId, hit.Survey.ToUpperName(), NumberText.Fixed(hit.DistanceArcsec, 2));
            }

            table.WriteTo(console.Out);
        }

        return (int)ExitCode.Done;
    }
}
