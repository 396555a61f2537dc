using Boom.Core.Plays;
using Boom.Embedded.Pipeline;
using Boom.Embedded.Plays;
using Boom.Simulation;

namespace Boom.Lab.Bench;

/// <summary>Everything that <c>boom run</c> does, from the broker to the enriched alert.</summary>
internal static class PipelineBench
{
    /// <summary>Plays the feed through a pipeline.</summary>
    /// <param name="path">Where its folder is made, and taken away again.</param>
    /// <param name="watch">Watches the pipeline from its start to its end; null for nobody.</param>
    /// <exception cref="InvalidOperationException">An alert did not arrive.</exception>
    public static async Task<(BenchMeasure Whole, BenchMeasure Middle)> RunAsync(
        string path, IPacketFeed feed, SimulationOptions night, TimeProvider time, CancellationToken cancellationToken,
        Func<PipelineHost, Task<IAsyncDisposable>>? watch = null)
    {
        using var folder = new BenchFolder(path);
        var settings = new PipelineSettings(folder.Path, [night.Survey], Workers: 1, Verbose: false) { Simulates = true };
        var count = (int)feed.Count!.Value;
        var view = new BenchView(count, time);
        var meter = BenchMeter.Start(time);
        await using var host = await PipelineHost.OpenAsync(settings, time, view.Warn, cancellationToken);
        await using var watcher = watch is null ? null : await watch(host);
        await host.StartStagesAsync([night.Topic], cancellationToken);
        var result = await PipelineRun.ExecuteAsync(host, [new PlayPlan(feed, night.Topic, null)], untilDone: true, view, time, cancellationToken);
        var whole = await meter.StopAsync(count);
        cancellationToken.ThrowIfCancellationRequested();
        if (result.Account.Enriched != count)
            throw new InvalidOperationException($"Of {count} alerts {result.Account.Enriched} came through.");
        return (whole, view.MiddlePart(whole.PeakResidentBytes));
    }
}
