using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded.Repairs;
using Boom.Storage.Sqlite;
using Boom.Tests.Fakes;
using Boom.Tests.Storage.Sqlite;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Embedded.Repairs;

/// <summary>Replays of letters by programs elsewhere, which a queue stands for that does their work as soon as it is asked.</summary>
public sealed class ServerReplayTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly SqliteFolder _folder = new();
    readonly MemoryQueue _queue = new();
    readonly SqliteStore _store;

    public ServerReplayTests() => _store = _folder.Open();

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task RunAsync_PacketIsStoredNow_RemovesItsLetter()
    {
        var letter = await AddAsync(DeadLetterStages.Alert);
        _queue.Pushed = _ => _store.RecordAsync([new LedgerEntry(Origin(5), PacketOutcome.Stored)], Token);

        var outcome = await RunAsync(Patience, letter.Id, "nothing");

        Assert.Equal([letter.Id], outcome.Succeeded);
        Assert.Equal(["nothing"], outcome.Unknown);
        Assert.Equal((letter.Origin, "1"), (_queue.Messages.Single().Origin, _queue.Texts.Single()));
        Assert.Empty(await _store.ListDeadLettersAsync(10, Token));
    }

    [Fact]
    public async Task RunAsync_AlertIsEnrichedNow_RemovesItsLetter()
    {
        await _store.WriteAsync(new AlertBatch(Survey.Ztf, [Alert(1)], [], []), Token);
        var letter = await AddAsync(DeadLetterStages.Enrichment);
        _queue.Pushed = async _ => await _store.WriteEnrichmentsAsync(Survey.Ztf, [new(1, new BsonDocument("x", 1).ToBson())], Token);

        Assert.Equal([letter.Id], (await RunAsync(Patience, letter.Id)).Succeeded);
        Assert.Empty(await _store.ListDeadLettersAsync(10, Token));
    }

    [Fact]
    public async Task RunAsync_AlertOfTheFilterWorkers_IsDueAndItsLetterIsRemovedWhenItIsSent()
    {
        var letter = await AddAsync(DeadLetterStages.Filter);
        var due = new List<long>();
        _queue.Pushed = async _ =>
        {
            due.AddRange(await _store.ListDueAsync(Survey.Ztf, 0, 10, Token));
            await _store.RemoveDueAsync(Survey.Ztf, [1], Token);
        };

        Assert.Equal([letter.Id], (await RunAsync(Patience, letter.Id)).Succeeded);
        Assert.Equal([1], due);
        Assert.Empty(await _store.ListDeadLettersAsync(10, Token));
    }

    [Fact]
    public async Task RunAsync_AlertOfTheFilterWorkersFailsAgain_KeepsTheLetter()
    {
        var letter = await AddAsync(DeadLetterStages.Filter);
        _queue.Pushed = async _ =>
        {
            await _store.AddDeadLettersAsync([letter with { AtMs = 2_000, Attempts = 1 }], Token);
            await _store.RemoveDueAsync(Survey.Ztf, [1], Token);
        };

        Assert.Equal(letter.Id, Assert.Single((await RunAsync(Patience, letter.Id)).Failed).Id);
        Assert.Equal(4, (await _store.FindDeadLetterAsync(letter.Id, Token))!.Attempts);
    }

    [Fact]
    public async Task RunAsync_NobodyFilters_LeavesTheLetterWaiting()
    {
        var letter = await AddAsync(DeadLetterStages.Filter);

        Assert.Equal([letter.Id], (await RunAsync(TimeSpan.Zero, letter.Id)).Waiting);
    }

    [Fact]
    public async Task RunAsync_FailsAgain_KeepsTheLetterAndAddsTheAttempts()
    {
        var letter = await AddAsync(DeadLetterStages.Alert);
        _queue.Pushed = _ => _store.AddDeadLettersAsync([letter with { AtMs = 2_000, Attempts = 1 }], Token);

        var failed = Assert.Single((await RunAsync(Patience, letter.Id)).Failed);

        Assert.Equal((letter.Id, 4), (failed.Id, failed.Attempts));
        Assert.Equal(4, (await _store.FindDeadLetterAsync(letter.Id, Token))!.Attempts);
    }

    [Fact]
    public async Task RunAsync_NobodyWorks_LeavesTheLetterWaiting()
    {
        var letter = await AddAsync(DeadLetterStages.Alert);

        var outcome = await RunAsync(TimeSpan.Zero, letter.Id);

        Assert.Equal([letter.Id], outcome.Waiting);
        Assert.Single(await _store.ListDeadLettersAsync(10, Token));
    }

    async Task<DeadLetter> AddAsync(string stage)
    {
        var letter = new DeadLetter(
            DeadLetter.IdOf(stage, Origin(5), 1), Survey.Ztf, stage, "failed", "It failed.", 3, Origin(5), 1, null, 1_000, CandidText.Encode(1));
        await _store.WriteAsync(new AlertBatch(Survey.Ztf, [], [new LedgerEntry(Origin(5), PacketOutcome.DeadLettered)], [letter]), Token);
        return letter;
    }

    Task<ReplayOutcome> RunAsync(TimeSpan patience, params string[] ids) =>
        ServerReplay.RunAsync(_store, _store, _ => _queue, ids, patience, TimeProvider.System, Token);
}
