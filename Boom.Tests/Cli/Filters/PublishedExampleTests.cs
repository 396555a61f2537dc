using Boom.Core.Filters;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Lsst;
using Boom.Tests.Core.Surveys.Lsst;
using Boom.Tests.Pipeline;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Cli.Filters;

/// <summary>The examples on packets that surveys have published: every alert has an answer, and none is an error.</summary>
public sealed class PublishedExampleTests
{
    [Fact]
    public async Task Evaluate_ExamplesOnZtfPackets_MeetNoError()
    {
        using var fixture = new StoreFixture();
        foreach (var chunk in TestData.ZtfPackets().Chunk(100))
            await fixture.IngestAsync([.. chunk.Select(File.ReadAllBytes)]);

        await RunAllAsync(fixture, Survey.Ztf, least: 500);
    }

    [Fact]
    public async Task Evaluate_ExamplesOnLsstPackets_MeetNoError()
    {
        TestData.Require();
        using var fixture = new StoreFixture(new LsstSurvey(new LsstTestSchemas()));
        foreach (var chunk in LsstTestPacket.Real.Chunk(50))
            await fixture.IngestAsync([.. chunk.Select(packet => packet.Bytes.ToArray())]);

        await RunAllAsync(fixture, Survey.Lsst, least: 90);
    }

    static async Task RunAllAsync(StoreFixture fixture, Survey survey, int least)
    {
        var view = SurveyCatalog.Default[survey].FilterView;
        var plan = new FilterPlan();
        string[] names = [.. ExampleFilters.Names.Where(name => ExampleFilters.SurveyOf(name) == survey)];
        AlertFilter[] filters = [.. names.Select(name => AlertFilter.Compile(File.ReadAllText(ExampleFilters.FileOf(name)), view, new FilterRights([1, 2, 3]), plan))];
        using var set = new FilterSet(filters, view, plan);
        var candids = await fixture.Store.ListCandidsAsync(survey, AlertSpan.All, long.MinValue, 10_000, default);
        Assert.True(candids.Count >= least, $"{candids.Count} alerts");
        foreach (var candid in candids)
        {
            await fixture.EnrichAsync(candid);
            var alert = (await fixture.Store.ReadAlertsAsync(survey, [candid], default))[candid];
            var objectId = AlertToEnrich.Read(candid, alert).ObjectId;
            set.Load([new FilterInput(alert, (await fixture.Store.ReadObjectsAsync(survey, [objectId], default))[objectId])]);
            for (var i = 0; i < filters.Length; i++)
                Assert.Equal((names[i], candid, null), (names[i], candid, set.Evaluate(i, 0).Error));
        }
    }
}
