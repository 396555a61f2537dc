using Boom.AlertWorker;
using Boom.Consumer;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.Hosting.Stages;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;
using Boom.Tests.Fakes;
using Boom.Tests.Support;
using Boom.Tests.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Core.Surveys.Toy;

/// <summary>A survey goes the whole way, and no stage, queue or store has to know it.</summary>
public sealed class ToySurveyTests : IDisposable
{
    readonly SurveyCatalog _surveys = new([new ToySurvey()]);
    readonly SqliteFolder _folder = new();
    readonly SqliteStore _store;
    readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    readonly MemoryQueue _candids = new();

    public ToySurveyTests() => _store = _folder.Open();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Packets_DecodedStoredAndEnriched_MakeOneObjectOfTwoAlerts()
    {
        await _store.WriteAsync(new AlertBatch(Survey.Ztf, [StoreDocuments.Alert(7, "ZTF26partner", new(10, 20))], [], []), Token);

        await IngestAsync(
            ToyPacket.Write(1, "toy1", 10, 20, (61000, 19), (61001, 18)),
            ToyPacket.Write(2, "toy1", 10, 20, (61001, 18.5f), (61002, 17)));
        await EnrichAsync();

        var alerts = await _store.ReadAlertsAsync(Survey.Winter, [1, 2], Token);
        var newest = StoreDocuments.Parse(alerts[2]);
        Assert.Equal(17, newest["candidate"]["magpsf"].AsDouble);
        Assert.Equal((3, "boom test"), (newest["boom"]["enrichment"]["points"].AsInt32, newest["boom"]["ingest"]["software"].AsString));
        Assert.Equal(17, newest["properties"]["photstats"]["j"]["peak_mag"].AsDouble);
        Assert.True(newest["properties"]["stationary"].AsBoolean && newest["properties"]["has_partner"].AsBoolean);
        Assert.Equal(2, StoreDocuments.Parse(alerts[1])["boom"]["enrichment"]["points"].AsInt32);

        var document = StoreDocuments.Parse((await _store.ReadObjectsAsync(Survey.Winter, ["toy1"], Token))["toy1"]);
        Assert.Equal([2461000.5, 2461001.5, 2461002.5], StoreDocuments.Jds(document, "prv_candidates"));
        Assert.Equal(18, document["prv_candidates"][1]["magpsf"].AsDouble);
        Assert.Equal(new BsonDocument("ZTF", new BsonArray { "ZTF26partner" }), document["aliases"]);
    }

    [Fact]
    public async Task Packets_ThatAreNone_BecomeDeadLetters()
    {
        await IngestAsync(ToyPacket.Write(1, "toy1", 10, 20), "no packet"u8.ToArray(), ToyPacket.Write(2, "toy1", 10, 20, (61000, 19)));

        Assert.Equal(["empty", "not-avro"], (await _store.ListDeadLettersAsync(10, Token)).Select(letter => letter.Reason).Order());
        Assert.Equal(["2"], _candids.Texts);
    }

    [Fact]
    public void Stages_GivenAListOfSurveys_WorkForThose()
    {
        var services = new ServiceCollection().AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<IAlertStore>(_store)
            .AddSingleton<Func<string, ILeasedQueue>>(_ => _candids)
            .AddSingleton(_surveys)
            .AddStages(new ConfigurationBuilder().Build(), [Survey.Winter], new AlertWorkerStage(), new EnricherStage());
        using var provider = services.BuildServiceProvider();

        Assert.Equal(3, provider.GetServices<IHostedService>().Count());
        Assert.Equal([Survey.Winter], provider.GetRequiredService<SurveyCatalog>().Supported);
    }

    [Fact]
    public void Topics_OfTheSurvey_AreItsOwn()
    {
        var topics = _surveys.Topics(Survey.Winter);
        var plan = new TopicPlan(new ConsumerOptions { Survey = Survey.Winter, Surveys = _surveys });

        Assert.Equal(["toy_19700101", "toy_19700102"], plan.TopicsAt(DateTimeOffset.UnixEpoch.AddDays(1)));
        Assert.Equal("toy_20260102", topics.PlayedTo(new DateOnly(2026, 1, 2)));
        Assert.Equal((true, true, false), (topics.AreDated, topics.Includes("toy_20260102"), topics.Includes("toy_other")));
    }

    async Task IngestAsync(params byte[][] packets)
    {
        using var step = new AlertStep(_surveys[Survey.Winter], "boom test");
        using var telemetry = new AlertWorkerTelemetry();
        using var catalogs = NoCatalogs.Of(_surveys[Survey.Winter]);
        var processor = new AlertProcessor(step, catalogs, _store, _candids, _time, telemetry, NullLogger.Instance);
        await processor.ProcessAsync([.. packets.Select((packet, i) => Claimed(i, packet))], Token);
    }

    async Task EnrichAsync()
    {
        using var step = new EnricherStep(_surveys[Survey.Winter], "boom test");
        using var telemetry = new EnricherTelemetry();
        using var networks = new Boom.Inference.NetworkSet([], _surveys[Survey.Winter], FeatureRecipe.Training, 1);
        var processor = new EnricherProcessor(new AlertEnrichment(step, networks, _store, _time, telemetry), _store, _time, telemetry, NullLogger.Instance);
        await processor.ProcessAsync([.. _candids.Messages.Select((message, i) => new ClaimedMessage(i, 1, 0, message))], Token);
    }

    static ClaimedMessage Claimed(long offset, byte[] packet) =>
        new(offset, 1, 0, new QueueMessage(new PacketOrigin("toy_20260102", 0, offset, 0), null, packet));
}
