using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Contracts;

/// <content>Objects and their partners in other surveys.</content>
public abstract partial class AlertStoreContract
{
    const double Ra = 180, Dec = 23.5;

    static readonly Dictionary<Survey, AliasRule[]> Rules = new()
    {
        [Survey.Ztf] = [new(Survey.Lsst, 2, -90, 33.5), new(Survey.Decam, 2, -90, 33.5)],
        [Survey.Lsst] = [new(Survey.Ztf, 2, -30, 90), new(Survey.Decam, 1.24, -90, 33.5)],
        [Survey.Decam] = [new(Survey.Ztf, 2, -30, 90), new(Survey.Lsst, 1.24, -90, 33.5)],
        [Survey.Winter] = [new(Survey.Ztf, 2, -30, 90), new(Survey.Lsst, 2, -90, 33.5)],
    };

    static AlertBatch BatchOf(Survey survey, params AlertWrite[] alerts) => new(survey, alerts, [], []) { AliasRules = Rules[survey] };

    /// <summary>Some seconds of arc north of a declination.</summary>
    static SkyPosition North(double arcsec, double dec = Dec) => new(Ra, dec + (arcsec / 3600));

    async Task Put(Survey survey, long candid, string objectId, SkyPosition position)
        => Assert.Empty(await Store.WriteAsync(BatchOf(survey, Alert(candid, objectId, position, jd: 2461000.5 + candid)), Token));

    async Task<string[]> AliasesOf(Survey survey, string objectId, Survey partner)
    {
        var aliases = Parse((await Store.ReadObjectsAsync(survey, [objectId], Token))[objectId])["aliases"].AsBsonDocument;
        return aliases.Contains(partner.ToUpperName()) ? [.. aliases[partner.ToUpperName()].AsBsonArray.Select(name => name.AsString)] : [];
    }

    [Fact]
    public async Task Aliases_PartnersComingNearer_AreSortedByDistance()
    {
        await Put(Survey.Lsst, 1, "l1.1", North(1.1 * 2));
        await Put(Survey.Ztf, 11, "z", North(0));
        Assert.Empty(await AliasesOf(Survey.Ztf, "z", Survey.Lsst));
        await Put(Survey.Lsst, 2, "l0.9", North(0.9 * 2));
        await Put(Survey.Ztf, 12, "z", North(0));
        Assert.Equal(["l0.9"], await AliasesOf(Survey.Ztf, "z", Survey.Lsst));
        await Put(Survey.Lsst, 3, "l0.1", North(0.1 * 2));
        await Put(Survey.Ztf, 13, "z", North(0));
        Assert.Equal(["l0.1", "l0.9"], await AliasesOf(Survey.Ztf, "z", Survey.Lsst));
        await Put(Survey.Lsst, 4, "l0.5", North(0.5 * 2));
        await Put(Survey.Ztf, 14, "z", North(0));
        Assert.Equal(["l0.1", "l0.5", "l0.9"], await AliasesOf(Survey.Ztf, "z", Survey.Lsst));
        await Put(Survey.Decam, 5, "d", North(-0.9 * 2));
        await Put(Survey.Ztf, 15, "z", North(0));
        Assert.Equal(["d"], await AliasesOf(Survey.Ztf, "z", Survey.Decam));

        var document = Parse((await Store.ReadObjectsAsync(Survey.Ztf, ["z"], Token))["z"]);
        Assert.Equal([0.2, 1, 1.8], document["boom"]["alias_arcsec"]["LSST"].AsBsonArray.Select(distance => Math.Round(distance.AsDouble, 6)));
        Assert.Empty(await AliasesOf(Survey.Lsst, "l1.1", Survey.Ztf));
        foreach (var name in new[] { "l0.1", "l0.5", "l0.9" })
            Assert.Equal(["z"], await AliasesOf(Survey.Lsst, name, Survey.Ztf));
    }

    [Theory]
    [InlineData(1.999999, true)]
    [InlineData(2.000001, false)]
    public async Task Aliases_AtTheRadius_AreWithinItOrNot(double arcsec, bool expected)
    {
        await Put(Survey.Ztf, 1, "z", North(0));
        await Put(Survey.Lsst, 2, "l", North(arcsec));
        Assert.Equal(expected ? ["l"] : [], await AliasesOf(Survey.Ztf, "z", Survey.Lsst));
        Assert.Equal(expected ? ["z"] : [], await AliasesOf(Survey.Lsst, "l", Survey.Ztf));
    }

    [Theory]
    [InlineData(33.49, true)]
    [InlineData(33.51, false)]
    public async Task Aliases_WhereThePartnerDoesNotSee_AreNotLookedFor(double dec, bool expected)
    {
        await Store.WriteAsync(BatchOf(Survey.Lsst, Alert(1, "l", North(1, dec))) with { AliasRules = [] }, Token);
        await Put(Survey.Ztf, 2, "z", North(0, dec));
        Assert.Equal(expected ? ["l"] : [], await AliasesOf(Survey.Ztf, "z", Survey.Lsst));
    }

    [Fact]
    public async Task Aliases_PartnerThatDoesNotLook_LearnsAllTheSame()
    {
        await Put(Survey.Ztf, 1, "z", North(0));
        await Put(Survey.Winter, 2, "w", North(1));
        Assert.Equal(["z"], await AliasesOf(Survey.Winter, "w", Survey.Ztf));
        Assert.Equal(["w"], await AliasesOf(Survey.Ztf, "z", Survey.Winter));
    }

    [Fact]
    public async Task Aliases_ObjectsThatMove_NeitherLookNorAreFound()
    {
        await Put(Survey.Lsst, 1, "sso1", North(0.1));
        await Put(Survey.Lsst, 2, "l", North(1));
        await Put(Survey.Ztf, 3, "z", North(0));
        await Put(Survey.Ztf, 4, "sso2", North(0));
        Assert.Equal(["l"], await AliasesOf(Survey.Ztf, "z", Survey.Lsst));
        Assert.Empty(await AliasesOf(Survey.Lsst, "sso1", Survey.Ztf));
        Assert.Empty(await AliasesOf(Survey.Ztf, "sso2", Survey.Lsst));
    }

    [Fact]
    public async Task Aliases_CrowdedField_KeepsTheNearest()
    {
        await Put(Survey.Ztf, 1, "z", North(0));
        for (var i = 12; i > 0; i--)
            await Put(Survey.Lsst, 1 + i, $"l{i:d2}", North(i * 0.1));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => $"l{i:d2}"), await AliasesOf(Survey.Ztf, "z", Survey.Lsst));
        Assert.Equal(["z"], await AliasesOf(Survey.Lsst, "l12", Survey.Ztf));
    }

    [Fact]
    public async Task Aliases_SameBatchesAgain_ChangeNoByte()
    {
        await Put(Survey.Lsst, 1, "l", North(1));
        await Put(Survey.Ztf, 2, "z", North(0));
        var before = await ReadPair();
        await Put(Survey.Lsst, 1, "l", North(1));
        await Put(Survey.Ztf, 2, "z", North(0));
        Assert.Equal(before, await ReadPair());

        async Task<string> ReadPair() => Convert.ToHexString((await Store.ReadObjectsAsync(Survey.Lsst, ["l"], Token))["l"])
            + Convert.ToHexString((await Store.ReadObjectsAsync(Survey.Ztf, ["z"], Token))["z"]);
    }

    [Fact]
    public async Task Aliases_KnownPartner_LeavesThePartnerAsItIs()
    {
        await Put(Survey.Lsst, 1, "l", North(1));
        await Put(Survey.Ztf, 2, "z", North(0));
        var before = (await Store.ReadObjectsAsync(Survey.Lsst, ["l"], Token))["l"];
        await Put(Survey.Ztf, 3, "z", North(0));
        Assert.Equal(before, (await Store.ReadObjectsAsync(Survey.Lsst, ["l"], Token))["l"]);
        Assert.Equal(2, Parse((await Store.ReadObjectsAsync(Survey.Ztf, ["z"], Token))["z"])["version"].AsInt32);
    }

    [Fact]
    public async Task Aliases_SetByAnotherProgram_StayBehindThoseThatAreMeasured()
    {
        await Put(Survey.Ztf, 1, "z", North(0));
        var document = Parse((await Store.ReadObjectsAsync(Survey.Ztf, ["z"], Token))["z"]);
        document["aliases"]["LSST"] = new BsonArray { "far", "l" };
        ReplaceObject("z", document);
        await Put(Survey.Lsst, 2, "l", North(1));
        Assert.Equal(["l", "far"], await AliasesOf(Survey.Ztf, "z", Survey.Lsst));
    }

    [Fact]
    public async Task Aliases_CutShortBehindTheObjects_AreMendedByTheRepeat()
    {
        await Put(Survey.Lsst, 1, "l", North(1));
        BreakLookUps(Survey.Lsst);
        await Assert.ThrowsAnyAsync<Exception>(() => Put(Survey.Ztf, 2, "z", North(0)));
        Assert.Empty(await Store.FindAlertsAsync(Survey.Ztf, [2], Token));
        MendLookUps(Survey.Lsst);
        await Put(Survey.Ztf, 2, "z", North(0));
        Assert.Equal(["l"], await AliasesOf(Survey.Ztf, "z", Survey.Lsst));
        Assert.Equal(["z"], await AliasesOf(Survey.Lsst, "l", Survey.Ztf));
    }

    [Fact]
    public async Task Aliases_LookUpFails_KeepsWhatIsKnown()
    {
        await Put(Survey.Lsst, 1, "l", North(1));
        await Put(Survey.Ztf, 2, "z", North(0));
        BreakLookUps(Survey.Lsst);
        await Assert.ThrowsAnyAsync<Exception>(() => Put(Survey.Ztf, 3, "z", North(0)));
        Assert.Equal(["l"], await AliasesOf(Survey.Ztf, "z", Survey.Lsst));
        Assert.Empty(await Store.FindAlertsAsync(Survey.Ztf, [3], Token));
    }

    [Fact]
    public async Task Aliases_TwoSurveysAtOnce_AllFindEachOther()
    {
        const int Pairs = 120;
        var other = OpenAnother();
        await Task.WhenAll(Write(Store, Survey.Ztf, "z", 7), Write(other, Survey.Lsst, "l", 5), Write(OpenAnother(), Survey.Decam, "d", 3));
        string[] Names(string prefix) => [.. Enumerable.Range(0, Pairs).Select(i => $"{prefix}{i}")];
        foreach (var (survey, prefix, partner, partnerPrefix) in new[]
        {
            (Survey.Ztf, "z", Survey.Lsst, "l"), (Survey.Lsst, "l", Survey.Ztf, "z"), (Survey.Ztf, "z", Survey.Decam, "d"), (Survey.Decam, "d", Survey.Lsst, "l"),
        })
        {
            foreach (var (name, document) in await Store.ReadObjectsAsync(survey, Names(prefix), Token))
                Assert.Equal(new BsonArray { partnerPrefix + name[1..] }, Parse(document)["aliases"][partner.ToUpperName()]);
        }

        Task Write(IAlertStore store, Survey survey, string prefix, int size) => Task.Run(async () =>
        {
            foreach (var some in Enumerable.Range(0, Pairs).Chunk(size))
                Assert.Empty(await store.WriteAsync(BatchOf(survey, [.. some.Select(i => Alert(i, $"{prefix}{i}", new(10 + i, 20 + (prefix[0] % 3 / 7200.0))))]), Token));
        });
    }
}
