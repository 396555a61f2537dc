using Boom.Core.Alerts;
using Boom.Core.Messages;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.FilterWorker;
using Boom.FilterWorker.Filters;
using Boom.Simulation;
using Boom.Tests.Fakes;
using Boom.Tests.Pipeline;
using Boom.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Boom.Tests.FilterWorker;

/// <summary>A filter worker on a store with alerts of a simulated night, brokers in memory, and filters that are functions.</summary>
sealed class FilterFixture : IDisposable
{
    readonly StoreFixture _fixture = new();
    readonly LineLogger _lines = new();
    readonly List<FilterProcessor> _processors = [];

    public FilterFixture() => Pulses = new StagePulses(Time);

    public IAlertStore Store => _fixture.Store;

    public string StoreFile => _fixture.StoreFile;

    public IFilterStore Filters => _fixture.Store;

    public MemorySink Sink { get; } = new();

    public FakeEngine Engine { get; } = new();

    /// <summary>The queue of the enrichers.</summary>
    public MemoryQueue Enrichment { get; } = new();

    public FakeTimeProvider Time { get; } = new(StoreFixture.Now);

    public StagePulses Pulses { get; }

    public FilterWorkerTelemetry Telemetry { get; } = new();

    public FilterWorkerOptions Options { get; } = new();

    public IEnumerable<string> Lines => _lines.All;

    /// <summary>The store that workers have; null for <see cref="Store"/>.</summary>
    public IAlertStore? WorkersStore { get; set; }

    /// <summary>The active filters of the worker that was made last.</summary>
    public ActiveFilters Active { get; private set; } = null!;

    /// <summary>A worker, as after a start of its program.</summary>
    /// <param name="isPublic">Whether public streams are published.</param>
    /// <param name="engine">Runs filters; null for <see cref="Engine"/>.</param>
    public FilterProcessor Start(bool isPublic = false, IFilterEngine? engine = null)
    {
        var survey = SurveyCatalog.Default[Survey.Ztf];
        var logger = _lines.CreateLogger("filter");
        var streams = new StreamsOptions(new PublicStreamsOptions { Enabled = isPublic }, new ResultStreamsOptions(), BrokerIsEmbedded: false);
        Active = new ActiveFilters(survey, Filters, engine ?? Engine, Pulses, Time, logger);
        var services = new FilterServices(
            survey, WorkersStore ?? Store, Filters, Active, Sink, new StreamTopics(Sink, streams.TopicsOf(survey), logger), Options, Telemetry, Time, Enrichment);
        var stream = isPublic ? PublicStream.Of(survey, SurveyCatalog.Default, EnrichmentSettings.None) : null;
        var processor = new FilterProcessor(services, new FilterStep(survey, SurveyCatalog.Default, stream, Options.AllPhotometry, Options.BudgetMicroseconds, Time), logger);
        _processors.Add(processor);
        return processor;
    }

    /// <summary>Stores alerts, enriches them, and notes them as due.</summary>
    public async Task<List<long>> AddAlertsAsync(int count, bool isEnriched = true)
    {
        var packets = new SimulatedNight(new SimulationOptions { Alerts = count, Seed = 3 }).Packets().ToArray();
        await _fixture.IngestAsync([.. packets.Select(packet => packet.ToArray())]);
        List<long> candids = [.. packets.Select(packet => packet.Candid)];
        await Filters.AddDueAsync(Survey.Ztf, candids, default);
        foreach (var candid in isEnriched ? candids : [])
            await _fixture.EnrichAsync(candid);
        return candids;
    }

    public Task EnrichAsync(long candid) => _fixture.EnrichAsync(candid);

    /// <summary>Adds an active filter whose pipeline is a function.</summary>
    public async Task<StoredFilter> AddFilterAsync(string id, Func<AlertDocuments, FilterVerdict> pipeline, params int[] programs)
    {
        Engine.Pipelines[id] = pipeline;
        var filter = new StoredFilter(id, $"Filter {id}", Survey.Ztf, [new FilterVersion("v1", id, 2461042)])
        {
            IsActive = true, ActiveVersion = "v1", Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = programs.Length > 0 ? programs : [1] },
        };
        await Filters.AddFilterAsync(filter, default);
        return filter;
    }

    public async Task<IReadOnlySet<long>> DueAsync() => (await Filters.ListDueAsync(Survey.Ztf, long.MinValue, 1000, default)).ToHashSet();

    public static ClaimedMessage[] Batch(params IEnumerable<long> candids) =>
        [.. candids.Select(candid => new ClaimedMessage(candid, 1, 0, new QueueMessage(new PacketOrigin("ztf_20260102_programid1", 0, candid, 0), null, CandidText.Encode(candid))))];

    public void Dispose()
    {
        _processors.ForEach(processor => processor.Dispose());
        Telemetry.Dispose();
        _fixture.Dispose();
        _lines.Dispose();
    }
}
