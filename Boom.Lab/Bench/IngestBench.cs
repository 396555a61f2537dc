using Boom.Embedded.Plays;
using Boom.Simulation;

namespace Boom.Lab.Bench;

/// <summary><c>boom bench ingest</c>: the sections in turn, so many rounds each, every round on a store and servers of its own.</summary>
/// <param name="folder">Existing folder for everything it writes.</param>
/// <param name="night">Packets of a round.</param>
/// <param name="report">Hears what is being done.</param>
internal sealed class IngestBench(string folder, SimulationOptions night, int rounds, TimeProvider time, Action<string> report)
{
    const long Mebibyte = 1 << 20;

    const long LargestRun = 512 * Mebibyte;

    readonly BenchSection _decode = Section(night, "decode", "packet to typed alert, one thread", goals => (goals.DecodePerSecond, goals.DecodeReference));

    readonly BenchSection _store = Section(
        night, "store", "queued packet to three documents in SQLite, one alert worker", goals => (goals.StorePerSecond, goals.StoreReference));

    readonly BenchSection _enrich = Section(
        night, "enrich", "stored alert to enriched, one enricher, no networks", goals => (null, goals.EnrichReference));

    readonly BenchSection _whole = Section(
        night, "run", "boom run, simulated night, start to end", goals => (null, goals.RunReference), LargestRun);

    readonly BenchSection _middle = Section(
        night, "run-middle", "boom run, simulated night, pace of the middle 80 %", goals => (goals.RunPerSecond, goals.RunReference), LargestRun);

    readonly BenchSection _ready = Section(
        night, "run-ready", "boom run, packets from a file, pace of the middle 80 %", goals => (goals.RunPerSecond, goals.RunReference), LargestRun);

    /// <summary>Measures everything. Throws <see cref="OperationCanceledException"/> when stopped.</summary>
    public async Task<IReadOnlyList<BenchSection>> RunAsync(CancellationToken cancellationToken)
    {
        report($"making {night.Alerts} packets");
        using var pool = PacketPool.Create(Path.Combine(folder, "packets"), night, cancellationToken);
        for (var round = 1; round <= rounds; round++)
        {
            report($"round {round} of {rounds}");
            _decode.Rounds.Add(await DecodeBench.RunAsync(pool, night.Survey, time));
            await MeasureStagesAsync(pool, round, cancellationToken);
            await MeasureRunAsync(pool, round, cancellationToken);
        }

        return [_decode, _store, _enrich, _whole, _middle, _ready];
    }

    async Task MeasureStagesAsync(PacketPool pool, int round, CancellationToken cancellationToken)
    {
        using var path = new BenchFolder(PathOf("stages", round));
        await using var stages = await StageBench.StartAsync(path.Path, night, time);
        _store.Rounds.Add(await stages.StoreAsync(pool, cancellationToken));
        _enrich.Rounds.Add(await stages.EnrichAsync(pool.Length, cancellationToken));
    }

    async Task MeasureRunAsync(PacketPool pool, int round, CancellationToken cancellationToken)
    {
        var (whole, middle) = await PipelineBench.RunAsync(PathOf("run", round), new SimulatedFeed(night), night, time, cancellationToken);
        _whole.Rounds.Add(whole);
        _middle.Rounds.Add(middle);
        var (_, ready) = await PipelineBench.RunAsync(PathOf("ready", round), pool, night, time, cancellationToken);
        _ready.Rounds.Add(ready);
    }

    static BenchSection Section(
        SimulationOptions night, string key, string title, Func<IngestGoals, (double? PerSecond, string Reference)> goal, long? residentBytes = null)
    {
        var (perSecond, reference) = goal(IngestGoals.Of(night.Survey));
        return new BenchSection(key, title, perSecond, residentBytes, reference);
    }

    string PathOf(string name, int round) => Path.Combine(folder, FormattableString.Invariant($"{name}-{round}"));
}
