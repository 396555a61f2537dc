using Boom.Core.Surveys;
using Boom.Embedded.Pipeline;
using Boom.Embedded.Plays;
using Boom.Simulation;
using Boom.Simulation.Sky;
using Boom.Tests.Pipeline;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Embedded.Pipeline;

/// <summary>Two surveys in one process.</summary>
public sealed class RunSurveysTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Execute_TwoSurveysOfOneSky_TheirObjectsKnowEachOther()
    {
        SimulationOptions[] nights = [new() { Alerts = 300 }, new() { Survey = Survey.Lsst, Alerts = 300 }];
        await using var host = await RunAsync(nights);
        var expected = SimulatedSky.Aliases([.. nights.Select(options => new SimulatedNight(options))], Token).ToLookup(alias => (alias.Survey, alias.ObjectId));
        Assert.Contains(expected.SelectMany(aliases => aliases), alias => alias.IsCertain);

        foreach (var options in nights)
        {
            var objectIds = new SimulatedNight(options).Truths().Select(truth => truth.ObjectId).Distinct().ToList();
            var documents = await host.Alerts.ReadObjectsAsync(options.Survey, objectIds, Token);
            Assert.Equal(objectIds.Count, documents.Count);
            foreach (var (objectId, document) in documents)
                Check(StoreFixture.Parse(document)["aliases"].AsBsonDocument, [.. expected[(options.Survey, objectId)]]);
        }
    }

    [Fact]
    public async Task Execute_FloodOfOneSurvey_DoesNotHoldUpTheOther()
    {
        SimulationOptions few = new() { Alerts = 40 }, flood = new() { Survey = Survey.Lsst, Alerts = 800 };
        await using var host = await RunAsync([few, flood]);

        var last = (await StoredAtAsync(host, few)).Max();

        var before = (await StoredAtAsync(host, flood)).Count(storedAt => storedAt < last);
        Assert.True(before < flood.Alerts / 2, $"{before} of {flood.Alerts} alerts of the flood were stored before the last of the other survey");
    }

    async Task<PipelineHost> RunAsync(SimulationOptions[] nights)
    {
        var settings = new PipelineSettings(_folder.Path, [.. nights.Select(options => options.Survey)], Workers: 1, Verbose: false) { Simulates = true };
        var host = await PipelineHost.OpenAsync(settings, TimeProvider.System, _ => { }, Token);
        await host.StartStagesAsync(nights.Select(options => options.Topic), Token);
        PlayPlan[] plans = [.. nights.Select(options => new PlayPlan(new SimulatedFeed(options), options.Topic, null))];
        var result = await PipelineRun.ExecuteAsync(host, plans, untilDone: true, new SilentView(), TimeProvider.System, Token);
        Assert.Equal(nights.Sum(options => (long)options.Alerts), result.Account.Enriched);
        return host;
    }

    static async Task<IReadOnlyList<DateTime>> StoredAtAsync(PipelineHost host, SimulationOptions options)
    {
        var candids = new SimulatedNight(options).Packets().Select(packet => packet.Candid).ToList();
        var documents = await host.Alerts.ReadAlertsAsync(options.Survey, candids, Token);
        return [.. documents.Values.Select(document => StoreFixture.Parse(document)["boom"]["ingest"]["stored_at"].ToUniversalTime())];
    }

    static void Check(BsonDocument aliases, ExpectedAlias[] expected)
    {
        foreach (var element in aliases)
        {
            foreach (var name in element.Value.AsBsonArray)
                Assert.Contains(expected, alias => alias.Partner.ToUpperName() == element.Name && alias.PartnerObjectId == name.AsString);
        }

        foreach (var alias in expected.Where(alias => alias.IsCertain))
            Assert.Equal(alias.PartnerObjectId, aliases[alias.Partner.ToUpperName()][0].AsString);
    }

    sealed class SilentView : IRunView
    {
        public TimeSpan Interval => TimeSpan.FromSeconds(1);

        public Task ShowAsync(Func<Action<PipelineStatus>, Task> watch) => watch(_ => { });

        public void Warn(string sentence)
        {
        }
    }
}
