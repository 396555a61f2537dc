using Boom.AlertWorker;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Tests.Fakes;
using Boom.Tests.Storage.Sqlite;
using Boom.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static Boom.Tests.AlertWorker.CandidSurvey;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.AlertWorker;

public sealed class AlertProcessorTests : IDisposable
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly SqliteFolder _folder = new();
    readonly AlertStep _step = new(new CandidSurvey(), "boom test");
    readonly AlertWorkerTelemetry _telemetry = new();
    readonly MemoryQueue _enrichment = new();
    readonly CutShortStore _store;

    public AlertProcessorTests() => _store = new(_folder.Open());

    public void Dispose()
    {
        _store.Dispose();
        _telemetry.Dispose();
        _step.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task ProcessAsync_AlertsWrittenAndLedgerNot_RepeatCountsThePacketsAsStored()
    {
        ClaimedMessage[] batch = [Message(1, "1"), Message(2, "2 3"), Message(3, "1")];
        _store.CutsShort = true;
        await Assert.ThrowsAsync<TransientFaultException>(async () => await Processor().ProcessAsync(batch, Token));
        Assert.Empty(await _store.ReadLedgerAsync(null, Token));
        Assert.Empty(_enrichment.Messages);

        // Another worker takes them up.
        _store.CutsShort = false;
        await Processor().ProcessAsync(batch, Token);

        var partition = Assert.Single(await _store.ReadLedgerAsync(Topic, Token));
        Assert.Equal([new LedgerRange(1, 2, PacketOutcome.Stored), new(3, 3, PacketOutcome.Duplicate)], partition.Ranges);
        Assert.Equal(["1", "2", "3"], _enrichment.Texts);
    }

    [Fact]
    public async Task ProcessAsync_PacketOfAnotherOffset_IsADuplicate()
    {
        await Processor().ProcessAsync([Message(1, "1")], Token);
        await Processor().ProcessAsync([Message(2, "1")], Token);

        var partition = Assert.Single(await _store.ReadLedgerAsync(Topic, Token));
        Assert.Equal([new LedgerRange(1, 1, PacketOutcome.Stored), new(2, 2, PacketOutcome.Duplicate)], partition.Ranges);
    }

    [Fact]
    public async Task ProcessAsync_DebugIsLogged_HasALineForEachStoredAlert()
    {
        var lines = new AttributeLogger(LogLevel.Debug);

        await Processor(lines).ProcessAsync([Message(1, "1"), Message(2, "2 3")], Token);

        Assert.Equal([1, 2, 3], lines.Candids().Order());
    }

    [Fact]
    public async Task ProcessAsync_DebugIsNotLogged_HasNoLines()
    {
        var lines = new AttributeLogger(LogLevel.Information);

        await Processor(lines).ProcessAsync([Message(1, "1"), Message(2, "2 3")], Token);

        Assert.Empty(lines.Lines);
    }

    AlertProcessor Processor(ILogger? logger = null) => new(_step, _store, _enrichment, TimeProvider.System, _telemetry, logger ?? NullLogger.Instance);
}
