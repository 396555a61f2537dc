using Boom.Core.Surveys;
using Boom.Embedded.Pipeline;
using Boom.ServiceDefaults;

namespace Boom.Lab.Bench;

/// <summary>
/// Everything that can watch a run: its site, scraped every five seconds, and a collector that gets metrics as often, and the traces of all batches.
/// </summary>
internal sealed class TelemetryWatch : IAsyncDisposable
{
    static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(5);

    readonly HealthSite _site;
    readonly OtlpSink _sink;
    readonly HttpClient _http = new();
    readonly CancellationTokenSource _stop = new();
    readonly Task _scraping;

    TelemetryWatch(HealthSite site, OtlpSink sink, TimeProvider time)
    {
        (_site, _sink) = (site, sink);
        _scraping = ScrapeAsync(time);
    }

    /// <summary>Bytes that the collector got; known at the end.</summary>
    public long SentBytes { get; private set; }

    public static async Task<TelemetryWatch> StartAsync(PipelineHost host, CancellationToken cancellationToken)
    {
        var sink = await OtlpSink.StartAsync(cancellationToken);
        var settings = new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = sink.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "5000",
        };
        var site = await HealthSite.OpenAsync(host, [Survey.Ztf], new PortChoice(0, OrNext: false), settings, cancellationToken);
        return new TelemetryWatch(site, sink, host.Time);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _scraping;
        }
        finally
        {
            await _site.DisposeAsync();
            SentBytes = _sink.Bytes;
            await _sink.DisposeAsync();
            _http.Dispose();
            _stop.Dispose();
        }
    }

    async Task ScrapeAsync(TimeProvider time)
    {
        try
        {
            while (true)
            {
                await Task.Delay(ScrapeInterval, time, _stop.Token);
                await _http.GetStringAsync($"http://127.0.0.1:{_site.Port}/metrics", _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The run is over.
        }
    }
}
