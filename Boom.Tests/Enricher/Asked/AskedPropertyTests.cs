using Boom.Core.Store;
using Boom.Simulation;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Enricher.Asked;

/// <summary>Whatever the filters are and whenever they became active: with scores on demand comes what comes when every network runs on every alert.</summary>
public sealed class AskedPropertyTests
{
    const int Nights = 24;
    const int Alerts = 40;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_AnyFilters_PassersHitsScoresAndMessagesAreThoseOfAlways()
    {
        var (passers, spared, sentBack) = (0, 0, 0);
        for (var seed = 0; seed < Nights; seed++)
        {
            using var always = new DemandFixture();
            using var asked = new DemandFixture();
            var filters = Filters(seed);
            var candids = await RunAsync(always, seed, filters, isAsked: false);
            await RunAsync(asked, seed, filters, isAsked: true);

            Assert.Equal(Messages(always), Messages(asked));
            Assert.Equal(await HitsAsync(always), await HitsAsync(asked));
            Assert.Empty(await asked.DueAsync());
            var passed = always.Sink.Messages.Select(message => message.Candid).ToHashSet();
            foreach (var (expected, found) in (await always.AlertsAsync(candids)).Zip(await asked.AlertsAsync(candids)))
            {
                sentBack += found["boom"].AsBsonDocument.Contains("sent_back_at") ? 1 : 0;
                found["boom"].AsBsonDocument.Remove("sent_back_at");
                if (passed.Contains(expected["_id"].AsInt64))
                    Assert.Equal(expected.ToBson(), found.ToBson());
                else
                    spared += DemandFixture.Skipped(found, "three") == AskedScores.NotAsked ? 1 : 0;
            }

            passers += passed.Count;
        }

        // It is worth nothing if nothing happens.
        Assert.True(passers > 100 && spared > 100 && sentBack > 50, $"{passers} {spared} {sentBack}");
    }

    static List<string> Filters(int seed)
    {
        var filters = new RandomFilters(new Random(seed));
        return [.. Enumerable.Range(0, 1 + (seed % 4)).Select(_ => filters.Next())];
    }

    // A part of the filters becomes active when the alerts are enriched already, another when they have been filtered for the first time.
    static async Task<List<long>> RunAsync(DemandFixture fixture, int seed, List<string> filters, bool isAsked)
    {
        var random = new Random(seed + 1000);
        fixture.AddNetwork("one", 0.05f, "candidate.dec");
        fixture.AddNetwork("two", 0.3f, "properties.sso.predicted_mag");
        fixture.AddNetwork("three", -0.05f, "candidate.dec", "candidate.distnr");
        fixture.AddNetwork("last", 0.01f, "candidate.dec");
        var candids = await fixture.IngestAsync(new SimulationOptions { Alerts = Alerts, Seed = (ulong)seed });
        var late = filters.ConvertAll(_ => random.Next(3) == 0);
        var second = random.Next(3) == 0 ? "always" : "asked";
        string[] policies = isAsked ? ["asked", second, "asked"] : ["always", "always", "always"];

        // A network that asks for another's score has it run on every alert.
        var last = random.Next(4) == 0 ? """{"classifications.two": {"$gt": 0.5}}""" : "always";
        var enricher = fixture.StartEnricher(isAsked, ("one", policies[0]), ("two", policies[1]), ("three", policies[2]), ("last", last));
        for (var i = 0; i < filters.Count; i++)
        {
            if (!late[i])
                await fixture.AddFilterAsync($"f{i}", filters[i], Programs(i));
        }

        await fixture.EnrichAsync(enricher);
        for (var i = 0; i < filters.Count; i++)
        {
            if (late[i])
                await fixture.AddFilterAsync($"f{i}", filters[i], Programs(i));
        }

        await fixture.RunAsync(enricher, fixture.StartFilters());
        return candids;
    }

    static int[] Programs(int filter) => filter % 3 == 2 ? [1] : [1, 2, 3];

    // One night is filtered in one order, another in another.
    static IEnumerable<(string, string, string, string)> Messages(DemandFixture fixture) => fixture.Sink.Messages
        .OrderBy(message => message.Candid).Select(message => (message.Topic, message.Key, message.Id, Convert.ToHexString(message.Value)));

    static async Task<IEnumerable<string>> HitsAsync(DemandFixture fixture) =>
        from hit in await fixture.Filters.ListHitsAsync(new FilterHitQuery(10_000), Token)
        orderby hit.FilterId, hit.Candid
        select $"{hit.FilterId} {hit.Fid} {hit.Candid} {hit.ObjectId} {Convert.ToHexString(hit.Annotations.Span)}";
}
