using System.Globalization;
using Avro.Generic;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.Inference;
using Boom.Inference.Providers;
using Boom.Simulation;
using Boom.Tests.Core.Surveys.Ztf;
using Boom.Tests.Inference;
using Boom.Tests.Pipeline;
using Boom.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Enricher;

/// <summary>Networks on stored alerts: which run, what is stored, what is stored where they cannot run.</summary>
public sealed class ScoringTests : IDisposable
{
    readonly StoreFixture _fixture = new();
    readonly TemporaryFolder _models = new();
    readonly EnricherStep _step = new(SurveyCatalog.Default[Survey.Ztf], "boom test");
    readonly EnricherTelemetry _telemetry = new();
    readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _fixture.Dispose();
        _models.Dispose();
        _step.Dispose();
        _telemetry.Dispose();
    }

    [Fact]
    public async Task ProcessAsync_NetworkWithItsInputs_ScoreAndVersionAreStored()
    {
        var candids = await IngestAsync(20);

        await EnrichAsync(candids, Options("tiny"));

        foreach (var alert in await ReadAsync(candids))
        {
            Assert.InRange(alert["classifications"]["tiny"].AsDouble, 0, 1);
            Assert.Equal("1", Model(alert, "tiny")["version"].AsString);
            Assert.Equal(_time.GetUtcNow().UtcDateTime, Model(alert, "tiny")["at"].ToUniversalTime());
        }
    }

    [Fact]
    public async Task ProcessAsync_SeveralThreads_TheScoresAreThoseOfOne()
    {
        var candids = await IngestAsync(40);
        await EnrichAsync(candids[..20], Options("tiny"), threads: 1);
        await EnrichAsync(candids[20..], Options("tiny"), threads: 4);
        var together = await ReadAsync(candids);

        using var other = new StoreFixture();
        await IngestAsync(40, other);
        await EnrichAsync(candids, Options("tiny"), threads: 1, store: other.Store);

        var alone = await ReadAsync(candids, other.Store);
        Assert.Equal(alone.Select(alert => alert["classifications"]["tiny"]), together.Select(alert => alert["classifications"]["tiny"]));
    }

    [Fact]
    public async Task ProcessAsync_NoNetworks_WritesNeitherScoresNorModels()
    {
        var candids = await IngestAsync(3);

        await EnrichAsync(candids, new ModelsOptions());

        Assert.All(await ReadAsync(candids), alert => Assert.False(alert.Contains("classifications")));
        Assert.All(await ReadAsync(candids), alert => Assert.False(Stamp(alert).Contains("models")));
    }

    [Fact]
    public async Task ProcessAsync_Condition_RunsWhereItHoldsAndSaysWhyNotElsewhere()
    {
        var candids = await IngestAsync(40);
        var options = Options("tiny");
        options.Policies["tiny"] = """{"properties.stationary": true}""";

        await EnrichAsync(candids, options);

        var alerts = await ReadAsync(candids);
        Assert.Contains(alerts, alert => alert["properties"]["stationary"].AsBoolean);
        Assert.Contains(alerts, alert => !alert["properties"]["stationary"].AsBoolean);
        foreach (var alert in alerts)
        {
            Assert.Equal(alert["properties"]["stationary"].AsBoolean, alert.Contains("classifications"));
            if (!alert.Contains("classifications"))
                Assert.Equal("policy", Model(alert, "tiny")["skipped"].AsString);
        }
    }

    [Fact]
    public async Task ProcessAsync_ConditionOnAnEarlierScore_IsOfThisRun()
    {
        using var other = new StoreFixture();
        var candids = await IngestAsync(40, other);
        await EnrichAsync(candids, Options("tiny"), store: other.Store);
        var scores = (await ReadAsync(candids, other.Store)).ConvertAll(alert => alert["classifications"]["tiny"].AsDouble);
        var middle = scores.Order().ElementAt(20);
        await IngestAsync(40);
        var options = Options("tiny", "late");
        options.Policies["late"] = $$"""{"classifications.tiny": {"$gte": {{middle.ToString("R", CultureInfo.InvariantCulture)}} } }""";

        await EnrichAsync(candids, options);

        var alerts = await ReadAsync(candids);
        Assert.NotEqual(scores.Min(), middle);
        Assert.Equal(scores.ConvertAll(score => score >= middle), alerts.ConvertAll(alert => alert["classifications"].AsBsonDocument.Contains("late")));
    }

    [Fact]
    public async Task ProcessAsync_PolicyNever_TheNetworkIsNotEvenOpened()
    {
        var candids = await IngestAsync(2);
        var options = Options("tiny");
        options.Policies["tiny"] = "never";
        File.Delete(Path.Combine(_models.Path, "tiny.onnx"));

        await EnrichAsync(candids, options);

        Assert.All(await ReadAsync(candids), alert => Assert.False(alert.Contains("classifications")));
    }

    [Fact]
    public async Task ProcessAsync_AlertWithoutCutouts_HasItsPropertiesAndTheReason()
    {
        var candids = await IngestAsync(3, change: record => Array.ForEach(["cutoutScience", "cutoutTemplate", "cutoutDifference"], name => record.Add(name, null)));

        await EnrichAsync(candids, Options("tiny"));

        foreach (var alert in await ReadAsync(candids))
        {
            Assert.True(alert.Contains("properties"));
            Assert.False(alert.Contains("classifications"));
            Assert.Equal("no cutouts", Model(alert, "tiny")["skipped"].AsString);
        }
    }

    [Fact]
    public async Task ProcessAsync_CutoutsDamagedInTheStore_AreToldAsThatAndTheOthersAreScored()
    {
        var candids = await IngestAsync(3);
        _fixture.DamageCutouts();

        await EnrichAsync(candids, Options("tiny"));

        var alerts = await ReadAsync(candids);
        var damaged = Assert.Single(alerts, alert => !alert.Contains("classifications"));
        Assert.Equal("stamp: the cutouts are damaged in the store", Model(damaged, "tiny")["skipped"].AsString);
        Assert.True(damaged.Contains("properties"));
    }

    [Fact]
    public async Task Open_NetworkThatIsNotThere_IsAProblemAndTheOthersRun()
    {
        var candids = await IngestAsync(2);
        using var networks = Open(Options("nothing", "tiny"), threads: 1);

        Assert.Contains("network nothing", Assert.Single(networks.Problems), StringComparison.Ordinal);
        await EnrichAsync(candids, networks.Set, _fixture.Store);

        Assert.All(await ReadAsync(candids), alert => Assert.True(alert["classifications"].AsBsonDocument.Contains("tiny")));
    }

    [Fact]
    public void Open_GpuThatThisBuildDoesNotHave_EndsTheProgramWithOneSentence()
    {
        var options = Options("tiny");
        options.Provider = ModelProvider.Cuda;

        var fault = Assert.Throws<PermanentFaultException>(() => Open(options, threads: 1));

        Assert.Contains("-p:Gpu=true", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0, 0")]
    [InlineData("-1")]
    [InlineData("zero")]
    public void Validate_DevicesThatAreNone_AreNamed(string devices)
    {
        var options = new ModelsOptions { Devices = devices };

        Assert.Contains("Models:Devices", Assert.Single(options.Validate(new(options))).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FaultyManifestOfANetworkThatNobodyAskedFor_IsNoProblem()
    {
        var options = Options("tiny");
        File.WriteAllText(Path.Combine(_models.Path, "history.json"), """{"epoch": 3}""");

        using var networks = Open(options, threads: 1);

        Assert.Empty(networks.Problems);
    }

    [Fact]
    public async Task ProcessAsync_ScoreOfAnEarlierRun_StaysWithItsVersionWhereTheNetworkDoesNotRun()
    {
        var candid = Assert.Single(await IngestAsync(1));
        await EnrichAsync([candid], Options("tiny"));
        var first = Assert.Single(await ReadAsync([candid]));
        await RemoveStampAsync(candid, first);
        _time.Advance(TimeSpan.FromDays(1));
        var options = Options("tiny", "late");
        options.Policies["tiny"] = """{"candid": 0}""";

        await EnrichAsync([candid], options);

        var second = Assert.Single(await ReadAsync([candid]));
        Assert.Equal(first["classifications"]["tiny"], second["classifications"]["tiny"]);
        Assert.Equal(Model(first, "tiny"), Model(second, "tiny"));
        Assert.Equal(_time.GetUtcNow().UtcDateTime, Model(second, "late")["at"].ToUniversalTime());
    }

    ModelsOptions Options(params string[] keys)
    {
        foreach (var key in keys.Where(key => key != "nothing"))
        {
            File.WriteAllBytes(Path.Combine(_models.Path, $"{key}.onnx"), TinyNetwork.Build(channels: 2, size: 3, numbers: 3, weight: 1e-4f));
            File.WriteAllText(Path.Combine(_models.Path, $"{key}.json"), TinyModel.Json.Replace("tiny", key, StringComparison.Ordinal));
        }

        return new ModelsOptions { Folder = _models.Path, Networks = string.Join(", ", keys) };
    }

    static SurveyNetworks Open(ModelsOptions options, int threads)
    {
        Assert.Empty(options.Validate(new(options)));
        return SurveyNetworks.Open(options, SurveyCatalog.Default[Survey.Ztf], threads, TimeProvider.System);
    }

    async Task EnrichAsync(List<long> candids, ModelsOptions options, int threads = 1, IAlertStore? store = null)
    {
        using var networks = Open(options, threads);
        Assert.Empty(networks.Problems);
        await EnrichAsync(candids, networks.Set, store ?? _fixture.Store);
    }

    async Task EnrichAsync(List<long> candids, NetworkSet networks, IAlertStore store)
    {
        var processor = new EnricherProcessor(new AlertEnrichment(_step, networks, store, _time, _telemetry), store, _time, _telemetry, NullLogger.Instance);
        await processor.ProcessAsync(
            [.. candids.Select(candid => new ClaimedMessage(1, 1, 0, new QueueMessage(new PacketOrigin("t", 0, candid, 0), null, CandidText.Encode(candid))))], Token);
    }

    // As one that was never enriched, with the scores that it has.
    async Task RemoveStampAsync(long candid, BsonDocument alert)
    {
        var boom = alert["boom"].AsBsonDocument.DeepClone().AsBsonDocument;
        boom["enrichment"].AsBsonDocument.Remove("enriched_at");
        await _fixture.Store.WriteEnrichmentsAsync(Survey.Ztf, [new EnrichmentUpdate(candid, new BsonDocument("boom", boom).ToBson())], Token);
    }

    async Task<List<long>> IngestAsync(int alerts, StoreFixture? fixture = null, Action<GenericRecord>? change = null)
    {
        var packets = new SimulatedNight(new SimulationOptions { Alerts = alerts, Seed = 3 }).Packets().ToArray();
        await (fixture ?? _fixture).IngestAsync([.. packets.Select(packet => change is null ? packet.ToArray() : ZtfPacketEdits.Changed(packet.ToArray(), change))]);
        return [.. packets.Select(packet => packet.Candid)];
    }

    async Task<List<BsonDocument>> ReadAsync(List<long> candids, IAlertStore? store = null)
    {
        var documents = await (store ?? _fixture.Store).ReadAlertsAsync(Survey.Ztf, candids, Token);
        return candids.ConvertAll(candid => StoreFixture.Parse(documents[candid]));
    }

    static BsonDocument Stamp(BsonDocument alert) => alert["boom"]["enrichment"].AsBsonDocument;

    static BsonDocument Model(BsonDocument alert, string key) => Stamp(alert)["models"][key].AsBsonDocument;
}
