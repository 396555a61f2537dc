using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Decam;
using Boom.Tests.Core.Surveys.Decam;
using Boom.Tests.Core.Surveys.Winter;
using Xunit;

namespace Boom.Tests.Pipeline;

/// <summary>Published alerts of DECam and WINTER, from their packets to their properties.</summary>
public sealed class PublishedSurveyAlertTests
{
    const string DecamObject = "c4d_260708_015517_xxx_g_dts-1511-140151997p15275543";

    [Fact]
    public async Task Decam_Packet_IsStoredEnrichedAndThenADuplicate()
    {
        using var fixture = new StoreFixture(new DecamSurvey());
        await fixture.AddObjectAsync(Survey.Ztf, "ZTF26near", new SkyPosition(210.46665487799385, 15.465407817355283 + (0.9 * 2 / 3600)));
        await fixture.AddObjectAsync(Survey.Lsst, "4711", new SkyPosition(210.46665487799385, 15.465407817355283 + (1.1 * 1.24 / 3600)));

        Assert.Equal(PacketOutcome.Stored, Assert.Single((await fixture.IngestAsync(DecamPackets.Published())).Ledger).Outcome);
        await fixture.EnrichAsync(65346);
        Assert.Equal(PacketOutcome.Duplicate, Assert.Single((await fixture.IngestAsync(DecamPackets.Published())).Ledger).Outcome);

        var document = await fixture.ObjectAsync(DecamObject);
        Assert.Equal((1, 1), (document["prv_candidates"].AsBsonArray.Count, document["fp_hists"].AsBsonArray.Count));
        Assert.Equal((1, 0), (document["aliases"]["ZTF"].AsBsonArray.Count, document["aliases"]["LSST"].AsBsonArray.Count));
        var alert = await fixture.AlertAsync(65346);
        Assert.Equal(23.554045, alert["properties"]["photstats"]["g"]["peak_mag"].AsDouble, 1e-6);
        Assert.Equal(1, alert["boom"]["enrichment"]["points"].AsInt32);
        var listed = Assert.Single(await fixture.Store.ListAlertsAsync(Survey.Decam, DecamObject, 10, default));
        Assert.Equal(23.554045, listed.Magpsf, 1e-6);
    }

    [Fact]
    public async Task Winter_Packets_AreStoredEnrichedAndThenDuplicates()
    {
        using var fixture = new StoreFixture(WinterPackets.Survey());
        byte[][] packets = [.. WinterPackets.Published("v2022").Concat(WinterPackets.Published("v2024")).Select(File.ReadAllBytes)];

        Assert.All((await fixture.IngestAsync(packets)).Ledger, entry => Assert.Equal(PacketOutcome.Stored, entry.Outcome));
        await fixture.EnrichAsync(3608694);
        Assert.All((await fixture.IngestAsync(packets)).Ledger, entry => Assert.Equal(PacketOutcome.Duplicate, entry.Outcome));

        Assert.Equal(2, (await fixture.ObjectAsync("WNTR24awati"))["prv_candidates"].AsBsonArray.Count);
        Assert.Equal(13.351143, (await fixture.AlertAsync(3608694))["properties"]["photstats"]["j"]["peak_mag"].AsDouble, 1e-6);
        Assert.Equal((13, 12), ((await fixture.Store.CountAsync(Survey.Winter, default)).Alerts, (await fixture.Store.CountAsync(Survey.Winter, default)).Objects));
    }
}
