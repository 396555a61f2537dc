using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker.Filters;
using Boom.Tests.Core.Avro;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.FilterWorker;

public sealed class FilterProcessorTests : IDisposable
{
    const string Results = "ZTF_alerts_results";

    static readonly byte[] _annotations = new BsonDocument("mag", 18.5).ToBson();

    readonly FilterFixture _fixture = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task ProcessAsync_SomePass_AreSentRecordedAndNotDueAnyMore()
    {
        var candids = await _fixture.AddAlertsAsync(6);
        await _fixture.AddFilterAsync("a", alert => alert.Candid == candids[1] || alert.Candid == candids[4] ? FilterVerdict.Yes(_annotations) : FilterVerdict.No);
        await _fixture.AddFilterAsync("b", alert => alert.Candid == candids[4] ? FilterVerdict.Yes() : FilterVerdict.No);

        await _fixture.Start().ProcessAsync(FilterFixture.Batch(candids), Token);

        Assert.Equal([candids[1], candids[4]], _fixture.Sink.Messages.Select(message => message.Candid));
        Assert.All(_fixture.Sink.Messages, message => Assert.Equal(Results, message.Topic));
        var record = AvroOracle.Read(_fixture.Sink.Messages[1].Value)[0];
        Assert.Equal(_fixture.Sink.Messages[1].Key, record["objectId"]);
        Assert.Equal(2, ((object[])record["filters"]).Length);
        Assert.Equal((2, 1), (await _fixture.Filters.CountHitsAsync("a", Token), await _fixture.Filters.CountHitsAsync("b", Token)));
        Assert.Equal(_annotations, (await _fixture.Filters.ListHitsAsync(new FilterHitQuery(1) { FilterId = "a" }, Token))[0].Annotations.ToArray());
        Assert.Empty(await _fixture.DueAsync());
    }

    [Fact]
    public async Task ProcessAsync_Again_SendsNothingMore()
    {
        var candids = await _fixture.AddAlertsAsync(3);
        await _fixture.AddFilterAsync("a", _ => FilterVerdict.Yes());
        var processor = _fixture.Start(isPublic: true);
        await processor.ProcessAsync(FilterFixture.Batch(candids), Token);
        var sent = _fixture.Sink.Messages.Count;

        await processor.ProcessAsync(FilterFixture.Batch(candids), Token);

        Assert.True(sent > 3);
        Assert.Equal(sent, _fixture.Sink.Messages.Count);
    }

    // The program is killed when messages are sent and nothing is settled; another one has the batch then.
    [Fact]
    public async Task ProcessAsync_EndedBetweenSendingAndSettling_SendsAgainWithTheSameIdentifiers()
    {
        var candids = await _fixture.AddAlertsAsync(4);
        await _fixture.AddFilterAsync("a", _ => FilterVerdict.Yes(_annotations));
        (_fixture.Sink.Fault, _fixture.Sink.SendsBeforeFault) = (new TransientFaultException("gone"), true);
        await Assert.ThrowsAsync<TransientFaultException>(async () => await _fixture.Start(isPublic: true).ProcessAsync(FilterFixture.Batch(candids), Token));
        var first = _fixture.Sink.Messages.Select(message => message.Id).ToArray();
        Assert.Equal(0, await _fixture.Filters.CountHitsAsync("a", Token));

        _fixture.Time.Advance(TimeSpan.FromMinutes(5));
        await _fixture.Start(isPublic: true).ProcessAsync(FilterFixture.Batch(candids), Token);

        Assert.Equal(first, _fixture.Sink.Messages.Skip(first.Length).Select(message => message.Id));
        Assert.Equal(first.Length, first.Distinct().Count());
        Assert.Equal(4, await _fixture.Filters.CountHitsAsync("a", Token));
    }

    [Fact]
    public async Task ProcessAsync_BrokersAway_KeepsAllDue()
    {
        var candids = await _fixture.AddAlertsAsync(3);
        await _fixture.AddFilterAsync("a", _ => FilterVerdict.Yes());
        _fixture.Sink.Fault = new TransientFaultException("The brokers do not answer.");

        await Assert.ThrowsAsync<TransientFaultException>(async () => await _fixture.Start().ProcessAsync(FilterFixture.Batch(candids), Token));

        Assert.Empty(_fixture.Sink.Messages);
        Assert.Equal(candids.ToHashSet(), await _fixture.DueAsync());
    }

    [Fact]
    public async Task ProcessAsync_HitsCannotBeRecordedTwice_HitIsRecordedOnce()
    {
        var candids = await _fixture.AddAlertsAsync(2);
        await _fixture.AddFilterAsync("a", _ => FilterVerdict.Yes());
        await _fixture.Start().ProcessAsync(FilterFixture.Batch(candids), Token);
        var first = await _fixture.Filters.ListHitsAsync(new FilterHitQuery(10), Token);

        // As if the end had come between the hits and the settling.
        await _fixture.Filters.AddDueAsync(Survey.Ztf, candids, Token);
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await _fixture.Start().ProcessAsync(FilterFixture.Batch(candids), Token);

        Assert.Equal(first.Select(hit => (hit.Candid, hit.PassedAtMs)), (await _fixture.Filters.ListHitsAsync(new FilterHitQuery(10), Token)).Select(hit => (hit.Candid, hit.PassedAtMs)));
        Assert.Equal(2, _fixture.Sink.Messages.Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public async Task ProcessAsync_FilterErrs_OthersGoOn()
    {
        var candids = await _fixture.AddAlertsAsync(3);
        await _fixture.AddFilterAsync("throws", _ => throw new InvalidOperationException("no such field"));
        await _fixture.AddFilterAsync("wrong", alert => alert.Candid == candids[0] ? FilterVerdict.Wrong("division by zero") : FilterVerdict.Yes());
        await _fixture.AddFilterAsync("broken", _ => FilterVerdict.Yes(new byte[] { 9, 0, 0, 0, 1 }));

        await _fixture.Start().ProcessAsync(FilterFixture.Batch(candids), Token);

        Assert.Equal([candids[1], candids[2]], _fixture.Sink.Messages.Select(message => message.Candid));
        Assert.Equal((0, 2, 0), (
            await _fixture.Filters.CountHitsAsync("throws", Token), await _fixture.Filters.CountHitsAsync("wrong", Token), await _fixture.Filters.CountHitsAsync("broken", Token)));
        Assert.Contains(_fixture.Lines, line => line.Contains("(wrong) went wrong at 1 alerts", StringComparison.Ordinal) && line.Contains("division by zero", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProcessAsync_AlertIsNotStored_NamesIt()
    {
        var candids = await _fixture.AddAlertsAsync(1);
        await _fixture.AddFilterAsync("a", _ => FilterVerdict.Yes());
        await _fixture.Filters.AddDueAsync(Survey.Ztf, [42], Token);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(async () => await _fixture.Start().ProcessAsync(FilterFixture.Batch([candids[0], 42]), Token));

        Assert.Contains("42", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_fixture.Sink.Messages);
    }

    [Fact]
    public async Task ProcessAsync_NotEnrichedYet_StaysDue()
    {
        var candids = await _fixture.AddAlertsAsync(2, isEnriched: false);
        await _fixture.AddFilterAsync("a", _ => FilterVerdict.Yes());
        await _fixture.EnrichAsync(candids[0]);

        await _fixture.Start().ProcessAsync(FilterFixture.Batch(candids), Token);

        Assert.Equal([candids[0]], _fixture.Sink.Messages.Select(message => message.Candid));
        Assert.Equal([candids[1]], await _fixture.DueAsync());
    }

    [Fact]
    public async Task ProcessAsync_NeitherFilterNorStream_AlertsAreNotDueAnyMore()
    {
        var candids = await _fixture.AddAlertsAsync(3);

        await _fixture.Start().ProcessAsync(FilterFixture.Batch(candids), Token);

        Assert.Empty(_fixture.Sink.Messages);
        Assert.Empty(await _fixture.DueAsync());
    }

    [Fact]
    public async Task ProcessAsync_MessageIsRefused_IsADeadLetterAndTheOthersAreSent()
    {
        var candids = await _fixture.AddAlertsAsync(3);
        await _fixture.AddFilterAsync("a", _ => FilterVerdict.Yes());
        _fixture.Sink.Refuses = message => message.Candid == candids[1];

        await _fixture.Start().ProcessAsync(FilterFixture.Batch(candids), Token);

        Assert.Equal([candids[0], candids[2]], _fixture.Sink.Messages.Select(message => message.Candid));
        var letter = Assert.Single(await _fixture.Store.ListDeadLettersAsync(10, Token));
        Assert.Equal((DeadLetterStages.Filter, "refused", (long?)candids[1]), (letter.Stage, letter.Reason, letter.Candid));
        Assert.Contains("too large", letter.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GiveUpAsync_Alert_IsALetterAndNotDueAnyMore()
    {
        var candids = await _fixture.AddAlertsAsync(2);

        await _fixture.Start().GiveUpAsync(FilterFixture.Batch([candids[0]])[0], "It fails.", Token);

        var letter = Assert.Single(await _fixture.Store.ListDeadLettersAsync(10, Token));
        Assert.Equal((DeadLetter.IdOfAlert(Survey.Ztf, candids[0], DeadLetterStages.Filter), DeadLetterStages.Filter), (letter.Id, letter.Stage));
        Assert.Equal(CandidText.Encode(candids[0]), (await _fixture.Store.FindDeadLetterAsync(letter.Id, Token))!.Payload.ToArray());
        Assert.Equal([candids[1]], await _fixture.DueAsync());
    }

    [Fact]
    public async Task ProcessAsync_MessageIsNoCandid_Throws() => await Assert.ThrowsAsync<InvalidDataException>(async () => await _fixture.Start().ProcessAsync(
        [new ClaimedMessage(1, 1, 0, new QueueMessage(new PacketOrigin("t", 0, 0, 0), null, "x"u8.ToArray()))], Token));

    [Fact]
    public async Task ProcessAsync_Stamps_AreThoseOfEachStage()
    {
        var candids = await _fixture.AddAlertsAsync(1);
        await _fixture.AddFilterAsync("a", _ => FilterVerdict.Yes());
        _fixture.Time.Advance(TimeSpan.FromSeconds(7));

        await _fixture.Start().ProcessAsync(FilterFixture.Batch(candids), Token);

        var stamps = _fixture.Sink.Messages[0].Stamps;
        Assert.Equal(_fixture.Time.GetUtcNow().ToUnixTimeMilliseconds(), stamps.FilteredAtMs);
        Assert.Equal(stamps.FilteredAtMs - 7000, stamps.StoredAtMs);
        Assert.Equal(stamps.StoredAtMs, stamps.EnrichedAtMs);
    }
}
