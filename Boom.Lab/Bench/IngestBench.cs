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

    // The reference is BOOM's Rust programs on two virtual cores, nothing else running, against a database that answers at once.
    readonly BenchSection _decode = new("decode", "packet to typed alert, one thread", 80_000, null, "3,660/s per thread");

    readonly BenchSection _store = new(
        "store", "queued packet to three documents in SQLite, one alert worker", 3_000, null, "206 to 278/s quiet, 466 to 620/s busy");

    readonly BenchSection _enrich = new("enrich", "stored alert to enriched, one enricher, no networks", null, null, "201/s with six networks; none without");

    readonly BenchSection _whole = new(
        "run", "boom run, simulated night, start to end", null, 512 * Mebibyte, "233 to 264/s with networks and filters, both cores full");

    readonly BenchSection _middle = new("run-middle", "boom run, simulated night, pace of the middle 80 %", 1_500, 512 * Mebibyte, "as above");

    readonly BenchSection _ready = new("run-ready", "boom run, packets from a file, pace of the middle 80 %", 1_500, 512 * Mebibyte, "as above");

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

    string PathOf(string name, int round) => Path.Combine(folder, FormattableString.Invariant($"{name}-{round}"));
}
