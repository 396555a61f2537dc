using Boom.Simulation;

namespace Boom.Lab.Bench;

/// <summary><c>boom bench telemetry</c>: pairs of runs, one without and one with telemetry; which of the two comes first changes from pair to pair.</summary>
/// <param name="folder">Existing folder for everything it writes.</param>
/// <param name="alerts">Packets of a run.</param>
/// <param name="rounds">Pairs.</param>
/// <param name="report">Hears what is being done.</param>
internal sealed class TelemetryBench(string folder, int alerts, int rounds, TimeProvider time, Action<string> report)
{
    /// <summary>Measures. Throws <see cref="OperationCanceledException"/> when stopped.</summary>
    /// <exception cref="InvalidOperationException">An alert did not arrive, or nothing was sent where it should have been.</exception>
    public async Task<TelemetryCost> RunAsync(CancellationToken cancellationToken)
    {
        var options = new SimulationOptions { Alerts = alerts };
        report($"making {alerts} packets");
        using var pool = PacketPool.Create(Path.Combine(folder, "packets"), options, cancellationToken);

        // Not measured: code that is compiled once is in nobody's favour.
        await MeasureAsync(pool, options, "warm", withTelemetry: true, cancellationToken);
        var cost = new TelemetryCost();
        for (var round = 1; round <= rounds; round++)
        {
            report($"pair {round} of {rounds}");
            var (first, second) = (round % 2 == 0, round % 2 == 1);
            var one = await MeasureAsync(pool, options, $"first-{round}", first, cancellationToken);
            var other = await MeasureAsync(pool, options, $"second-{round}", second, cancellationToken);
            cost.Add(first ? other : one, first ? one : other);
        }

        return cost;
    }

    async Task<BenchMeasure> MeasureAsync(PacketPool pool, SimulationOptions night, string name, bool withTelemetry, CancellationToken cancellationToken)
    {
        TelemetryWatch? watch = null;
        var (_, middle) = await PipelineBench.RunAsync(
            Path.Combine(folder, name), pool, night, time, cancellationToken,
            withTelemetry ? async host => watch = await TelemetryWatch.StartAsync(host, cancellationToken) : null);
        if (watch is { SentBytes: 0 })
            throw new InvalidOperationException("Nothing was sent to the collector.");
        return middle;
    }
}
