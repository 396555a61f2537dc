using Boom.Core.Messages;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker.Filters;
using Boom.Lab.Drill;
using Boom.Simulation;
using Boom.Tests.FilterWorker;
using Xunit;

namespace Boom.Tests.Lab.Drill;

/// <summary>What the drill says of messages and hits that are not as they must be. A filter worker has sent them, with the engine of users' filters.</summary>
public sealed class DrillMessagesTests : IAsyncLifetime
{
    const int Alerts = 60;
    const string Results = "ZTF_alerts_results";

    // That of the fixture.
    const ulong Seed = 3;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly FilterFixture _fixture = new();
    readonly DrillNight _night = new(new SimulatedNight(new SimulationOptions { Alerts = Alerts, Seed = Seed }));
    readonly SimulatedNight _junk = new(new SimulationOptions { Alerts = 5, Seed = 9, Night = SimulationOptions.FirstNight.AddDays(6000) });
    readonly DrillFilters _filters = new(SurveyCatalog.Default[Survey.Ztf]);
    List<OutgoingMessage> _messages = [];

    OutgoingMessage FirstResult => _messages.First(message => message.Topic == Results);

    public async ValueTask InitializeAsync()
    {
        await _filters.AddAsync(_fixture.Filters, _fixture.Time.GetUtcNow(), Token);
        var candids = await _fixture.AddAlertsAsync(Alerts);
        var watched = _night.Night.Truths().Where((_, i) => i % 3 == 0)
            .Select(truth => new WatchlistHit(DrillCatalogs.Watchlist, "1", "row", Survey.Ztf, truth.ObjectId, 0.1, 0)).ToList();
        await _fixture.Store.AddWatchlistHitsAsync(watched, Token);
        _fixture.Options.MaximumMatchRate = 100;
        await _fixture.Start(isPublic: true, new FilterEngine(_fixture.Time)).ProcessAsync(FilterFixture.Batch(candids), Token);
        _messages = _fixture.Sink.Messages;
    }

    public ValueTask DisposeAsync()
    {
        _fixture.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task CheckAsync_AsAFilterWorkerHasSent_IsSound()
    {
        var check = await CheckAsync();

        Assert.Empty(check.Sentences);
        Assert.InRange(check.Passing, Alerts / 4, Alerts - 1);
        Assert.InRange(check.Public, Alerts / 4, Alerts - 1);
    }

    [Fact]
    public async Task CheckAsync_SentTwice_IsSound()
    {
        _messages = [.. _messages, .. _messages];

        Assert.Empty((await CheckAsync()).Sentences);
    }

    [Fact]
    public async Task CheckAsync_ResultIsMissing_IsLost()
    {
        var candid = FirstResult.Candid;
        _messages.Remove(FirstResult);

        var check = await CheckAsync();

        Assert.Equal(1, check.Lost);
        Assert.Equal([$"Alert {candid} was not sent to {Results}"], check.Sentences);
    }

    [Fact]
    public async Task CheckAsync_PublicMessageIsMissing_IsLost()
    {
        var message = _messages.First(message => message.Topic != Results);
        _messages.Remove(message);

        var check = await CheckAsync();

        Assert.Equal(1, check.Lost);
        Assert.Equal([$"Alert {message.Candid} was not sent to {message.Topic}"], check.Sentences);
    }

    [Fact]
    public async Task CheckAsync_RepeatHasAnotherIdentifier_IsTold()
    {
        _messages.Add(FirstResult with { Id = "another" });

        Assert.Contains("another", Assert.Single((await CheckAsync()).Sentences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_MessageOfAnAlertThatDoesNotPass_IsTold()
    {
        var passing = _messages.Where(message => message.Topic == Results).Select(message => message.Candid).ToHashSet();
        var other = _night.Night.Packets().Select(packet => packet.Candid).First(candid => !passing.Contains(candid));
        await CheckWithAsync(book => book.Add(Results, "some", new SentRecord(other, ["drill-public-ztf"])), $"Alert {other} passes no filter, and was sent to {Results} for drill-public-ztf");
    }

    [Fact]
    public async Task CheckAsync_MessageOfAnAbortedTransaction_IsTold()
    {
        var candid = _junk.Packets().First().Candid;
        await CheckWithAsync(book => book.Add(Results, "some", new SentRecord(candid, [])), $"Alert {candid} of an aborted transaction was sent to {Results}");
    }

    [Fact]
    public async Task CheckAsync_PublicMessageOfAWithheldAlert_IsTold()
    {
        var sent = _messages.Where(message => message.Topic != Results).Select(message => message.Candid).ToHashSet();
        var withheld = _night.Night.Packets().Select(packet => packet.Candid).First(candid => !sent.Contains(candid));
        const string Topic = "babamul.ztf.no-lsst-match.hostless";
        await CheckWithAsync(book => book.Add(Topic, MessageId.Of(Topic, withheld, []), new SentRecord(withheld, [])), $"Alert {withheld} must not be public");
    }

    [Fact]
    public async Task CheckAsync_HitIsMissing_IsLost()
    {
        using var other = new FilterFixture();
        await other.AddAlertsAsync(Alerts);
        var check = new DrillMessages(_fixture.Store, other.Filters, Book());

        await check.CheckAsync(_night, _junk, Results, Token);

        Assert.True(check.Lost >= check.Passing);
        Assert.Contains("has no hit of", check.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_HitOfAnAlertThatDoesNotPass_IsTold()
    {
        var passing = _messages.Where(message => message.Topic == Results).Select(message => message.Candid).ToHashSet();
        var other = _night.Night.Packets().Select(packet => packet.Candid).First(candid => !passing.Contains(candid));
        await _fixture.Filters.AddHitsAsync([new FilterHit(_filters.Ids.First(), "v1", Survey.Ztf, other, "ZTF1", 2461042, 1, default)], Token);

        await CheckWithAsync(_ => { }, $"Alert {other} has a hit of (drill-public-ztf, v1), which it cannot pass");
    }

    async Task CheckWithAsync(Action<MessageBook> spoil, string sentence)
    {
        var book = Book();
        spoil(book);
        var check = new DrillMessages(_fixture.Store, _fixture.Filters, book);
        await check.CheckAsync(_night, _junk, Results, Token);
        Assert.StartsWith(sentence, Assert.Single(check.Sentences), StringComparison.Ordinal);
    }

    async Task<DrillMessages> CheckAsync()
    {
        var check = new DrillMessages(_fixture.Store, _fixture.Filters, Book());
        await check.CheckAsync(_night, _junk, Results, Token);
        return check;
    }

    MessageBook Book()
    {
        var book = new MessageBook();
        foreach (var message in _messages)
            book.Add(message.Topic, message.Id, SentRecord.Read(message.Value, message.Topic == Results));
        return book;
    }
}
