using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.Inference;
using Boom.Simulation;
using Boom.Tests.Fakes;
using Boom.Tests.FilterWorker;
using Boom.Tests.Pipeline;
using Boom.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Enricher;

public sealed class EnricherProcessorTests : IDisposable
{
    const long Missing = 42;

    readonly StoreFixture _fixture = new();
    readonly MemoryQueue _filterQueue = new();
    readonly EnricherStep _step = new(SurveyCatalog.Default[Survey.Ztf], "boom test");
    readonly NetworkSet _networks = new([], SurveyCatalog.Default[Survey.Ztf], FeatureRecipe.Training, 1);
    readonly EnricherTelemetry _telemetry = new();
    readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _fixture.Dispose();
        _step.Dispose();
        _networks.Dispose();
        _telemetry.Dispose();
    }

    [Fact]
    public async Task ProcessAsync_StoredAlerts_AreEnriched()
    {
        var candids = await IngestAsync(3);

        await Create().ProcessAsync([.. candids.Select(Message)], Token);

        Assert.Empty(await _fixture.Store.FindUnenrichedAsync(Survey.Ztf, long.MinValue, 10, Token));
    }

    [Fact]
    public async Task ProcessAsync_OneAlertIsNotStored_WritesNothingAndNamesIt()
    {
        var candids = await IngestAsync(2);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(
            async () => await Create().ProcessAsync([Message(candids[0]), Message(Missing), Message(candids[1])], Token));

        Assert.Contains($"{Missing}", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await _fixture.Store.FindUnenrichedAsync(Survey.Ztf, long.MinValue, 10, Token)).Count);
    }

    [Fact]
    public async Task ProcessAsync_EnrichedAlready_LeavesItAsItIs()
    {
        var candids = await IngestAsync(3);
        var processor = Create();
        await processor.ProcessAsync([Message(candids[0]), Message(candids[1])], Token);
        var before = await _fixture.Store.ReadAlertsAsync(Survey.Ztf, candids, Token);

        _time.Advance(TimeSpan.FromMinutes(1));
        await processor.ProcessAsync([.. candids.Select(Message)], Token);

        var after = await _fixture.Store.ReadAlertsAsync(Survey.Ztf, candids, Token);
        Assert.Equal(before[candids[0]], after[candids[0]]);
        Assert.Equal(before[candids[1]], after[candids[1]]);
        Assert.NotEqual(before[candids[2]], after[candids[2]]);
    }

    [Fact]
    public async Task GiveUpAsync_FromPacketAndFromStore_IsOneLetterWithThePayload()
    {
        var processor = Create();
        var message = Message(Missing);
        var again = new ClaimedMessage(2, 5, 0, message.Message with { Origin = new PacketOrigin("store", 0, Missing, 0) });

        await processor.GiveUpAsync(message, "It is not there.", Token);
        await processor.GiveUpAsync(again, "It is not there.", Token);

        var letter = Assert.Single(await _fixture.Store.ListDeadLettersAsync(10, Token));
        var whole = await _fixture.Store.FindDeadLetterAsync(letter.Id, Token);
        Assert.Equal(CandidText.Encode(Missing), whole!.Payload.ToArray());
    }

    [Fact]
    public async Task ProcessAsync_DebugIsLogged_HasALineForEachEnrichedAlert()
    {
        var candids = await IngestAsync(3);
        var lines = new AttributeLogger(LogLevel.Debug);

        await Create(lines).ProcessAsync([.. candids.Select(Message)], Token);

        Assert.Equal(candids.Order(), lines.Candids().Order());
    }

    [Fact]
    public async Task GiveUpAsync_Candid_IsAnAttributeOfTheLine()
    {
        var lines = new AttributeLogger(LogLevel.Warning);

        await Create(lines).GiveUpAsync(Message(Missing), "It is not there.", Token);

        Assert.Equal([Missing], lines.Candids());
    }

    [Fact]
    public async Task ProcessAsync_FilterWorkers_AlertsAreDueAndQueuedOnWithTheirOrigin()
    {
        var candids = await IngestAsync(3);
        ClaimedMessage[] batch = [.. candids.Select(Message)];

        await Create(next: HandOver(_fixture.Store)).ProcessAsync(batch, Token);

        Assert.Equal(batch.Select(message => message.Message.Origin), _filterQueue.Messages.Select(message => message.Origin));
        Assert.Equal(candids.Order(), await _fixture.Store.ListDueAsync(Survey.Ztf, long.MinValue, 10, Token));
    }

    // It may be that the first time ended before the queue had it.
    [Fact]
    public async Task ProcessAsync_EnrichedAlreadyAndFilterWorkers_IsHandedOnAgain()
    {
        var candids = await IngestAsync(2);
        await Create().ProcessAsync([.. candids.Select(Message)], Token);

        await Create(next: HandOver(_fixture.Store)).ProcessAsync([Message(candids[0])], Token);

        Assert.Equal([$"{candids[0]}"], _filterQueue.Texts);
        Assert.Equal([candids[0]], await _fixture.Store.ListDueAsync(Survey.Ztf, long.MinValue, 10, Token));
    }

    [Fact]
    public async Task ProcessAsync_AlertCannotBeNoted_IsNotEnriched()
    {
        var candids = await IngestAsync(2);
        var store = new AwayFilterStore(_fixture.Store) { IsAway = true };

        await Assert.ThrowsAsync<TransientFaultException>(async () => await Create(next: HandOver(store)).ProcessAsync([.. candids.Select(Message)], Token));

        Assert.Equal(2, (await _fixture.Store.FindUnenrichedAsync(Survey.Ztf, long.MinValue, 10, Token)).Count);
        Assert.Empty(_filterQueue.Messages);
    }

    FilterHandOver HandOver(IDueAlerts due) => new(Survey.Ztf, due, _filterQueue);

    EnricherProcessor Create(ILogger? logger = null, FilterHandOver? next = null) => new(
        new AlertEnrichment(_step, _networks, _fixture.Store, _time, _telemetry), _fixture.Store, _time, _telemetry, logger ?? NullLogger.Instance, next);

    static ClaimedMessage Message(long candid) =>
        new(1, 5, 0, new QueueMessage(new PacketOrigin("ztf_20260102_programid1", 0, candid, 0), null, CandidText.Encode(candid)));

    async Task<List<long>> IngestAsync(int alerts)
    {
        var packets = new SimulatedNight(new SimulationOptions { Alerts = alerts, Seed = 3 }).Packets().ToArray();
        await _fixture.IngestAsync([.. packets.Select(packet => packet.ToArray())]);
        return [.. packets.Select(packet => packet.Candid)];
    }
}
