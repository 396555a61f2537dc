using System.CommandLine;
using System.Globalization;
using Boom.Cli.Filters;
using Boom.Cli.Rendering;
using Boom.Cli.Rendering.Json;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Embedded;
using Boom.Hosting;

namespace Boom.Cli.Commands.Filters;

/// <summary><c>boom filter show ID</c> and <c>boom filter versions ID</c>.</summary>
internal static class FilterShowCommand
{
    public static Command Create(CliConsole console)
    {
        var id = IdArgument();
        var fid = new Option<string?>("--fid") { Description = "The version whose pipeline is shown. Default: the one that runs.", HelpName = "FID" };
        var command = new Command("show", "A stored filter: what it is, whether it runs, and its pipeline.") { id, fid };
        command.SetAction((parse, cancellationToken) => ShowAsync(console, parse, parse.GetRequiredValue(id), parse.GetValue(fid), cancellationToken));
        return command;
    }

    public static Command CreateVersions(CliConsole console)
    {
        var id = IdArgument();
        var command = new Command("versions", "All versions of a stored filter; none is ever changed.") { id };
        command.SetAction((parse, cancellationToken) => ListVersionsAsync(console, parse, parse.GetRequiredValue(id), cancellationToken));
        return command;
    }

    /// <summary>Names a stored filter.</summary>
    public static Argument<string> IdArgument() => new("ID") { Description = "Key of a stored filter, or its name where no other has it." };

    /// <summary>A version of a filter by its name; the one that runs, or the last, when none is named.</summary>
    /// <exception cref="ExitException">There is none.</exception>
    public static FilterVersion VersionOf(StoredFilter filter, string? fid)
    {
        var version = fid is null ? filter.Running ?? filter.Versions.LastOrDefault() : filter.Versions.FirstOrDefault(known => known.Fid == fid);
        return version ?? throw new ExitException(
            ExitCode.BadNews, $"The filter {filter.Name} ({filter.Id}) has no version{(fid is null ? "" : $" {fid}")}: 'boom filter versions' lists those that it has.");
    }

    static async Task<int> ShowAsync(CliConsole console, ParseResult parse, string id, string? fid, CancellationToken cancellationToken)
    {
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        var filter = await FilterSource.FindStoredAsync(store, id, cancellationToken);
        var version = VersionOf(filter, fid);
        var hits = await store.Filters.CountHitsAsync(filter.Id, cancellationToken);
        if (parse.WantsJson())
        {
            CliJson.Write(console, FilterJson.Of(filter with { Versions = [version] }, hits, withPipelines: true));
            return (int)ExitCode.Done;
        }

        console.WriteLine($"{filter.Name}  ({filter.Survey.ToUpperName()})");
        DocumentText.WriteField(console, "filter", filter.Id);
        if (filter.Description is { } description)
            DocumentText.WriteField(console, "description", description);
        DocumentText.WriteField(console, "state", FilterStateText.Of(filter));
        if (filter.Suspension is { } suspension)
            DocumentText.WriteField(console, "because", suspension.Reason);
        if (filter.Permissions.Count > 0)
            DocumentText.WriteField(console, "permissions", FilterStateText.Permissions(filter));
        if (filter.Watchlist is { } list)
            DocumentText.WriteField(console, "watch list", list);
        DocumentText.WriteField(console, "passed", TotalAccount.Count(hits));
        DocumentText.WriteField(console, "version", $"{version.Fid} of {filter.Versions.Count.ToString(CultureInfo.InvariantCulture)}, {CalendarText.Minute(version.CreatedJd)} UTC");
        console.WriteLine();
        foreach (var line in version.Pipeline.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
            console.WriteLine(line.Replace("\t", "  ", StringComparison.Ordinal));
        return (int)ExitCode.Done;
    }

    static async Task<int> ListVersionsAsync(CliConsole console, ParseResult parse, string id, CancellationToken cancellationToken)
    {
        using var store = StoreSession.OpenForReading(parse.DataFolder());
        var filter = await FilterSource.FindStoredAsync(store, id, cancellationToken);
        if (parse.WantsJson())
        {
            CliJson.Write(console, FilterJson.Of(filter, await store.Filters.CountHitsAsync(filter.Id, cancellationToken), withPipelines: true));
            return (int)ExitCode.Done;
        }

        var table = new TextTable("version", "made (UTC)", "state", "changelog");
        foreach (var version in filter.Versions)
        {
            var state = version.Fid == filter.Suspension?.Fid ? "suspended" : version.Fid == filter.ActiveVersion && filter.IsActive ? "active" : "";
            table.Add(version.Fid, CalendarText.Minute(version.CreatedJd), state, version.Changelog ?? "");
        }

        table.WriteTo(console.Out);
        return (int)ExitCode.Done;
    }
}
