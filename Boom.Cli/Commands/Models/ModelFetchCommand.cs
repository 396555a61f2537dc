using System.CommandLine;
using System.Globalization;
using Boom.Hosting;
using Boom.Inference;

namespace Boom.Cli.Commands.Models;

/// <summary><c>boom models fetch</c>.</summary>
internal static class ModelFetchCommand
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public static Command Create(CliConsole console)
    {
        var names = new Argument<string[]>("NAME") { Description = "Networks. Default: all whose manifests name an address and that are not here.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("fetch", "Download networks from the addresses in their manifests into the model folder.") { names, ModelsCommand.Folder };
        command.SetAction((parse, cancellationToken) => RunAsync(console, parse, parse.GetValue(names)!, cancellationToken));
        return command;
    }

    // One that cannot be fetched does not keep the others out.
    static async Task<int> RunAsync(CliConsole console, ParseResult parse, string[] names, CancellationToken cancellationToken)
    {
        var folder = parse.ModelFolder();
        var (manifests, problems) = folder.Read();
        if (names.FirstOrDefault(name => !manifests.ContainsKey(name)) is { } unknown)
            throw new ExitException(ExitCode.Missing, $"There is no manifest of {unknown} in {folder.Path}, and none comes with Boom: 'boom models list' shows those that there are.");
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("boom");
        var fetcher = new ModelFetcher(folder, http, console.Time);
        var failed = problems.Count;
        foreach (var problem in problems)
            console.Complain(problem);
        var wanted = manifests.Values.Where(manifest => names.Length > 0 ? names.Contains(manifest.Key) : !manifest.Addresses.IsDefaultOrEmpty && !folder.Has(manifest));
        foreach (var manifest in wanted)
        {
            try
            {
                var isNew = await fetcher.FetchAsync(manifest, Progress(console, manifest), cancellationToken);
                console.WriteLine($"{manifest.Key} {manifest.Version}: {Path.Combine(folder.Path, manifest.File)}{(isNew ? "" : " was there")}");
            }
            catch (ModelException fault)
            {
                console.Complain(fault.Message);
                failed++;
            }
        }

        return (int)(failed > 0 ? ExitCode.BadNews : ExitCode.Done);
    }

    static Action<long, long?> Progress(CliConsole console, ModelManifest manifest)
    {
        var shown = console.Time.GetTimestamp();
        return (bytes, total) =>
        {
            if (console.Time.GetElapsedTime(shown) < Interval)
                return;
            shown = console.Time.GetTimestamp();
            var share = total is > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {total / 1e6:0.0} MB, {100.0 * bytes / total:0} %") : " MB";
            console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{manifest.Key}: {bytes / 1e6:0.0}{share}"));
        };
    }
}
