using Boom.Core.Text;
using Boom.Hosting;

namespace Boom.Lab.Drill;

/// <summary>Run after run on the same servers, a line each, and what they come to.</summary>
/// <param name="json">Lines of JSON.</param>
internal sealed class DrillSession(CliConsole console, DrillSettings settings, DrillServerOptions options, bool json)
{
    readonly List<DrillResult> _results = [];

    /// <summary>Runs them; answers the exit code.</summary>
    /// <param name="seed">Of the first; the next run has the next.</param>
    /// <param name="runs">How many at most.</param>
    /// <param name="limit">How long at most; null for no limit.</param>
    public async Task<int> RunAsync(ulong seed, long runs, TimeSpan? limit, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("boom-drill-").FullName;
        var began = console.Time.GetTimestamp();
        if (!json)
            console.WriteLine($"Kafka and Valkey start, with {(options.MongoCommand is null ? "a SQLite file" : "MongoDB")} as store; logs are in {folder}.");
        if (!json && DrillClocks.Find() is null)
            console.WriteLine("libfaketime is not installed: no clock is made wrong.");
        await using (var servers = await DrillServers.StartAsync(options, folder, console.Time, stop, settings.SignsIn))
        {
            for (var number = 0; number < runs && (limit is null || console.Time.GetElapsedTime(began) < limit); number++)
            {
                var result = await RunOneAsync(servers, Path.Combine(folder, $"run-{seed + (ulong)number}"), seed + (ulong)number, number, stop);
                _results.Add(result);
                Report(result);
            }
        }

        var sound = _results.TrueForAll(result => result.IsSound);
        if (sound)
            Directory.Delete(folder, recursive: true);
        Summarize(sound, folder, console.Time.GetElapsedTime(began));
        return (int)(sound ? ExitCode.Done : ExitCode.BadNews);
    }

    async Task<DrillResult> RunOneAsync(DrillServers servers, string folder, ulong seed, int number, CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        var result = await new DrillRun(servers, settings, folder, console.Time).RunAsync(seed, number, stop);
        if (result.IsSound)
            Directory.Delete(folder, recursive: true);
        return result;
    }

    void Report(DrillResult result)
    {
        if (!json)
        {
            console.WriteLine(FormattableString.Invariant(
                $"seed {result.Seed}: {result.Published} in, {result.Expired} expired, {result.Lost} lost, {result.Duplicated} twice, {result.HalfStored} in halves; {Streams(result)}done {result.Recovery.TotalSeconds:0.0} s after the last fault, {result.Elapsed.TotalSeconds:0} s in all{(result.IsSound ? "" : "  FAILED")}"));
            foreach (var fault in result.Faults)
                console.WriteLine($"    {fault}");
            foreach (var problem in result.Problems)
                console.Out.WriteLine($"  ! {VisibleText.Lines(problem)}");
            return;
        }

        LabJson.Write(console.Out, DrillJson.Of(result));
    }

    static string Streams(DrillResult result) => result.Sent == 0 && result.Passing == 0
        ? ""
        : FormattableString.Invariant($"{result.Passing} pass, {result.Public} public, {result.Sent} messages; ");

    void Summarize(bool sound, string folder, TimeSpan elapsed)
    {
        if (json || _results.Count == 0)
            return;
        var longest = _results.MaxBy(result => result.Recovery)!;
        console.WriteLine(FormattableString.Invariant(
            $"{_results.Count} runs in {elapsed.TotalMinutes:0.0} min, {_results.Sum(result => result.Published)} packets in: {_results.Sum(result => result.Lost)} lost, {_results.Sum(result => result.Duplicated)} twice, {_results.Sum(result => result.HalfStored)} in halves; {_results.Sum(result => result.Passing)} that pass, {_results.Sum(result => result.Public)} public, {_results.Sum(result => result.Sent)} messages; {_results.Count(result => !result.IsSound)} failed; longest recovery {longest.Recovery.TotalSeconds:0.0} s (seed {longest.Seed})"));
        if (!sound)
            console.WriteLine($"What the programs and servers said is in {folder}.");
    }
}
