using Boom.Core.Surveys;
using Boom.Enricher;
using Boom.Simulation;
using Boom.Tests.Cli.Filters;
using Boom.Tests.Inference;
using Xunit;

namespace Boom.Tests.Enricher.Asked;

/// <summary>
/// The filters of <c>examples/filters</c> on a simulated night with as few supernovae among its variables, asteroids and artefacts as a night has: which part
/// of it runs the network that costs most.
/// </summary>
public sealed class AskedNightTests(PublishedNetworks published) : IClassFixture<PublishedNetworks>
{
    const int Alerts = 600;
    const double MostOfNight = 0.1;
    const string Costly = "btsbot";

    // Passes a third of the alerts of any night, and is bound to a list that is not here.
    static readonly string[] LeftOut = ["lasting-source", "watched-object"];

    static readonly string[] Cheap = ["acai_h", "acai_o", "acai_b"];

    [Fact]
    public async Task RunAsync_StandInsForTheNetworks_FewAlertsRunTheCostlyOne()
    {
        using var always = await StartAsync(fixture => Stand(fixture, "always"));
        using var asked = await StartAsync(fixture => Stand(fixture, "asked"));

        await CompareAsync(always, asked);
    }

    [Fact]
    public async Task RunAsync_PublishedNetworks_FewAlertsRunBtsbot()
    {
        var folder = published.Require().Path;
        using var always = await StartAsync(fixture => Open(fixture, folder, "always"));
        using var asked = await StartAsync(fixture => Open(fixture, folder, "asked"));

        await CompareAsync(always, asked);
    }

    static async Task CompareAsync(DemandFixture always, DemandFixture asked)
    {
        var candids = await always.Sqlite.ListCandidsAsync(Survey.Ztf, Boom.Core.Store.AlertSpan.All, long.MinValue, Alerts, TestContext.Current.CancellationToken);
        var all = await always.AlertsAsync(candids);
        var ran = (await asked.AlertsAsync(candids)).Count(alert => DemandFixture.Score(alert, Costly) is not null);
        Assert.All(all, alert => Assert.NotNull(DemandFixture.Score(alert, Costly)));
        Assert.Equal(
            always.Sink.Messages.Select(message => (message.Candid, message.Id, Convert.ToHexString(message.Value))).Order(),
            asked.Sink.Messages.Select(message => (message.Candid, message.Id, Convert.ToHexString(message.Value))).Order());
        TestContext.Current.TestOutputHelper?.WriteLine($"{ran} of {Alerts} alerts run {Costly}; {asked.Sink.Messages.Count} pass a filter");
        Assert.InRange(ran, Math.Max(1, asked.Sink.Messages.Count), (int)(Alerts * MostOfNight));
    }

    static async Task<DemandFixture> StartAsync(Func<DemandFixture, EnricherProcessor> start)
    {
        var fixture = new DemandFixture();
        foreach (var name in ExampleFilters.Names.Where(name => ExampleFilters.SurveyOf(name) == Survey.Ztf).Except(LeftOut))
            await fixture.AddFilterAsync(name, await File.ReadAllTextAsync(ExampleFilters.FileOf(name)), 1);
        const string Mix = "SnIa:0.012,SnIi:0.006,SnIbc:0.004,Tde:0.002,RrLyrae:0.28,Cepheid:0.06,EclipsingBinary:0.2,Agn:0.1,Flare:0.02,Asteroid:0.2,Artefact:0.12";
        Assert.True(SimulationOptions.TryParse($"simulation:seed=5;alerts={Alerts};mix={Mix}", out var night, out var error), error);
        await fixture.IngestAsync(night!);
        await fixture.RunAsync(start(fixture), fixture.StartFilters());
        Assert.Empty(fixture.Pulses.Lacks);
        return fixture;
    }

    // Scores of the numbers at hand, spread from 0 to 1.
    static EnricherProcessor Stand(DemandFixture fixture, string policy)
    {
        foreach (var key in Cheap)
            fixture.AddNetwork(key, 0.05f, "candidate.dec");
        fixture.AddNetwork(Costly, 0.03f, "coordinates.b");
        return fixture.StartEnricher(true, [.. Cheap.Append(Costly).Select(key => (key, policy))]);
    }

    static EnricherProcessor Open(DemandFixture fixture, string folder, string policy)
    {
        var options = new ModelsOptions { Folder = folder, Networks = string.Join(", ", Cheap.Append(Costly)) };
        foreach (var key in options.Keys)
            options.Policies[key] = policy;
        var networks = SurveyNetworks.Open(options, DemandFixture.Ztf, 2, TimeProvider.System);
        Assert.Empty(networks.Problems);
        return fixture.StartEnricher(true, networks);
    }
}
