using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Enricher;
using Boom.Enricher.Asked;
using Boom.FilterWorker;
using Boom.FilterWorker.Filters;
using Boom.Simulation;
using Boom.Storage.Sqlite;
using Boom.Tests.Fakes;
using Boom.Tests.FilterWorker;
using Boom.Tests.Inference;
using Boom.Tests.Pipeline;
using Boom.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Enricher.Asked;

/// <summary>Enrichers and filter workers on one store, with queues and brokers in memory: what one of them queues is taken to the other by hand.</summary>
sealed class DemandFixture : IDisposable
{
    readonly StoreFixture _fixture = new();
    readonly TemporaryFolder _models = new();
    readonly EnricherStep _step = new(SurveyCatalog.Default[Survey.Ztf], "boom test");
    readonly EnricherTelemetry _enricherTelemetry = new();
    readonly List<IDisposable> _owned = [];

    public DemandFixture()
    {
        Pulses = new StagePulses(Time);
        FilterStore = new AwayFilterStore(_fixture.Store);
        AlertStore = _fixture.Store;
    }

    public static ISurvey Ztf => SurveyCatalog.Default[Survey.Ztf];

    public FakeTimeProvider Time { get; } = new(StoreFixture.Now);

    public StagePulses Pulses { get; }

    public MemoryQueue Enrichment { get; } = new();

    public MemoryQueue Filter { get; } = new();

    public MemorySink Sink { get; } = new();

    /// <summary>Filters as the enrichers read them.</summary>
    public AwayFilterStore FilterStore { get; }

    /// <summary>Alerts as enrichers and filter workers see them.</summary>
    public IAlertStore AlertStore { get; set; }

    public IFilterStore Filters => _fixture.Store;

    public SqliteStore Sqlite => _fixture.Store;

    public FilterWorkerTelemetry FilterTelemetry { get; } = new();

    /// <summary>What the enrichers of the last start ask.</summary>
    public ScoreDemand Demand { get; private set; } = null!;

    /// <summary>Stores the alerts of a simulated night, and queues them for enrichment.</summary>
    public async Task<List<long>> IngestAsync(SimulationOptions night)
    {
        var candids = new List<long>();
        foreach (var packets in new SimulatedNight(night).Packets().Chunk(200))
        {
            await _fixture.IngestAsync([.. packets.Select(packet => packet.ToArray())]);
            candids.AddRange(packets.Select(packet => packet.Candid));
        }

        await Enrichment.PushAsync([.. candids.Select(Message)], default);
        return candids;
    }

    /// <summary>Adds an active filter.</summary>
    public async Task AddFilterAsync(string id, string pipeline, params int[] programs) => await Filters.AddFilterAsync(
        new StoredFilter(id, $"Filter {id}", Survey.Ztf, [new FilterVersion("v1", pipeline, 2461042)])
        {
            IsActive = true, ActiveVersion = "v1", Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = programs.Length > 0 ? programs : [1, 2, 3] },
        },
        default);

    /// <summary>A network whose score is the sigmoid of numbers of the alert, times a weight.</summary>
    public void AddNetwork(string key, float weight, params string[] columns)
    {
        File.WriteAllBytes(Path.Combine(_models.Path, $"{key}.onnx"), TinyNetwork.BuildNumbers(columns.Length, weight));
        File.WriteAllText(Path.Combine(_models.Path, $"{key}.json"), $$"""
            {
              "key": "{{key}}", "survey": "ztf", "version": "1", "file": "{{key}}.onnx",
              "inputs": { "values": { "columns": [{{string.Join(", ", columns.Select(column => $"\"{column}\""))}}] } },
              "output": "score"
            }
            """);
    }

    /// <summary>An enricher, as after a start of its program.</summary>
    /// <param name="isBound">Whether it asks filters; else networks with the policy run on all alerts.</param>
    /// <param name="networks">Keys, each with its policy.</param>
    public EnricherProcessor StartEnricher(bool isBound, params (string Key, string Policy)[] networks)
    {
        var options = new ModelsOptions { Folder = _models.Path, Networks = string.Join(", ", networks.Select(network => network.Key)) };
        foreach (var (key, policy) in networks)
            options.Policies[key] = policy;
        Assert.Empty(options.Validate(new(options)));
        var opened = SurveyNetworks.Open(options, Ztf, 1, TimeProvider.System);
        Assert.Empty(opened.Problems);
        return StartEnricher(isBound, opened);
    }

    public EnricherProcessor StartEnricher(bool isBound, SurveyNetworks networks)
    {
        Demand = new ScoreDemand(Ztf, FilterStore, Pulses, Time, NullLogger.Instance);
        _owned.AddRange([networks, Demand]);
        var enrichment = new AlertEnrichment(_step, networks.Set, AlertStore, Time, _enricherTelemetry, isBound ? Demand : null);
        return new EnricherProcessor(
            enrichment, AlertStore, Time, _enricherTelemetry, NullLogger.Instance, new FilterHandOver(Survey.Ztf, Filters, Filter));
    }

    /// <summary>A filter worker, as after a start of its program.</summary>
    public FilterProcessor StartFilters()
    {
        var streams = new StreamsOptions(new PublicStreamsOptions(), new ResultStreamsOptions(), BrokerIsEmbedded: false);
        var active = new ActiveFilters(Ztf, Filters, new FilterEngine(TimeProvider.System), Pulses, Time, NullLogger.Instance);

        // A pipeline of a test lets through what it likes.
        var options = new FilterWorkerOptions { MaximumMatchRate = 100, BudgetMicroseconds = 1_000_000 };
        var services = new FilterServices(
            Ztf, AlertStore, Filters, active, Sink, new StreamTopics(Sink, streams.TopicsOf(Ztf), NullLogger.Instance), options, FilterTelemetry, Time, Enrichment);
        var processor = new FilterProcessor(services, new FilterStep(Ztf, SurveyCatalog.Default, null, allPhotometry: false, int.MaxValue, Time), NullLogger.Instance);
        _owned.Add(processor);
        return processor;
    }

    /// <summary>Has the enrichers take what is queued, once.</summary>
    public Task EnrichAsync(EnricherProcessor enricher) => TakeAsync(Enrichment, enricher);

    /// <summary>Has the filter workers take what is queued, once.</summary>
    public Task FilterAsync(FilterProcessor filters) => TakeAsync(Filter, filters);

    /// <summary>Takes messages from one to the other until no queue has any; answers the rounds.</summary>
    public async Task<int> RunAsync(EnricherProcessor enricher, FilterProcessor filters)
    {
        var rounds = 0;
        for (; Enrichment.Messages.Count + Filter.Messages.Count > 0; rounds++)
        {
            Assert.True(rounds < 5, "Alerts circulate.");
            await EnrichAsync(enricher);
            await FilterAsync(filters);
        }

        return rounds;
    }

    public async Task<BsonDocument> AlertAsync(long candid) => await _fixture.AlertAsync(candid);

    public async Task<List<BsonDocument>> AlertsAsync(IReadOnlyCollection<long> candids)
    {
        var documents = await _fixture.Store.ReadAlertsAsync(Survey.Ztf, candids, default);
        return [.. candids.Select(candid => StoreFixture.Parse(documents[candid]))];
    }

    public static double? Score(BsonDocument alert, string key) =>
        alert.TryGetValue("classifications", out var scores) && scores.AsBsonDocument.TryGetValue(key, out var score) ? score.AsDouble : null;

    public static string? Skipped(BsonDocument alert, string key) =>
        alert["boom"]["enrichment"]["models"].AsBsonDocument.TryGetValue(key, out var model) && model.AsBsonDocument.TryGetValue("skipped", out var reason)
            ? reason.AsString
            : null;

    public async Task<IReadOnlyList<long>> DueAsync() => await Filters.ListDueAsync(Survey.Ztf, long.MinValue, 10_000, default);

    public static QueueMessage Message(long candid) => new(new PacketOrigin("ztf_20260102_programid1", 0, candid, 0), null, CandidText.Encode(candid));

    public void Dispose()
    {
        _owned.ForEach(one => one.Dispose());
        _enricherTelemetry.Dispose();
        FilterTelemetry.Dispose();
        _step.Dispose();
        _models.Dispose();
        _fixture.Dispose();
    }

    static async Task TakeAsync(MemoryQueue queue, IBatchProcessor processor)
    {
        ClaimedMessage[] batch = [.. queue.Messages.Select((message, i) => new ClaimedMessage(i, 1, 0, message))];
        queue.Messages.Clear();
        foreach (var part in batch.Chunk(250))
            await processor.ProcessAsync(part, default);
    }
}
