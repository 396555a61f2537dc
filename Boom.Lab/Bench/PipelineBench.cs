using Boom.Core.Plays;
using Boom.Core.Surveys;
using Boom.Embedded.Pipeline;
using Boom.Embedded.Plays;

namespace Boom.Lab.Bench;

/// <summary>Everything that <c>boom run</c> does, from the broker to the enriched alert.</summary>
internal static class PipelineBench
{
    /// <summary>Plays the feed through a pipeline.</summary>
    /// <param name="path">Where its folder is made, and taken away again.</param>
    /// <param name="watch">Watches the pipeline from its start to its end; null for nobody.</param>
    /// <exception cref="InvalidOperationException">An alert did not arrive.</exception>
    public static async Task<(BenchMeasure Whole, BenchMeasure Middle)> RunAsync(
        string path, IPacketFeed feed, string topic, TimeProvider time, CancellationToken cancellationToken,
        Func<PipelineHost, Task<IAsyncDisposable>>? watch = null)
    {
        using var folder = new BenchFolder(path);
        var settings = new PipelineSettings(folder.Path, [Survey.Ztf], Workers: 1, Verbose: false);
        var count = (int)feed.Count!.Value;
        var view = new BenchView(count, time);
        var meter = BenchMeter.Start(time);
        await using var host = await PipelineHost.OpenAsync(settings, time, view.Warn, cancellationToken);
        await using var watcher = watch is null ? null : await watch(host);
        await host.StartStagesAsync([topic], cancellationToken);
        var result = await PipelineRun.ExecuteAsync(host, [new PlayPlan(feed, topic, null)], untilDone: true, view, time, cancellationToken);
        var whole = await meter.StopAsync(count);
        cancellationToken.ThrowIfCancellationRequested();
        if (result.Account.Enriched != count)
            throw new InvalidOperationException($"Of {count} alerts {result.Account.Enriched} came through.");
        return (whole, view.MiddlePart(whole.PeakResidentBytes));
    }
}
