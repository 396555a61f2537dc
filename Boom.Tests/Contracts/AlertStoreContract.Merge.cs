using Boom.Core.Store;
using MongoDB.Bson;
using Xunit;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.Contracts;

/// <content>The object merge.</content>
public abstract partial class AlertStoreContract
{
    static readonly string[] ArrayNames = ["prv_candidates", "prv_nondetections", "fp_hists"];

    static ArrayUpdate[] Nothing => [.. ArrayNames.Select(name => Array(name))];

    static ArrayUpdate[] OneEach(double jd) => [.. ArrayNames.Select(name => Array(name, jd))];

    static BsonArray Points(params double[] jds) => new(jds.Select(jd => new BsonDocument("jd", jd)));

    async Task Update(long candid, IReadOnlyList<ArrayUpdate> arrays) => await Store.WriteAsync(Batch(Alert(candid, arrays: arrays)), Token);

    [Fact]
    public async Task Merge_UnsortedAndDoubleHistories_AreRepaired()
    {
        await Update(1, OneEach(1));
        var document = await ReadObject();
        document["version"] = 4;
        document["prv_candidates"] = Points(2, 1, 1);
        document["prv_nondetections"] = Points(4, 3, 3);
        document["fp_hists"] = Points(6, double.NaN, 5, 5);
        ReplaceObject("ZTF26aaaaaaa", document);

        await Update(2, Nothing);

        document = await ReadObject();
        Assert.Equal([1, 2], Jds(document, "prv_candidates"));
        Assert.Equal([3, 4], Jds(document, "prv_nondetections"));
        Assert.Equal([5, 6], Jds(document, "fp_hists"));
        Assert.Equal(5, document["version"].AsInt32);
    }

    [Fact]
    public async Task Merge_NothingToAdd_MovesVersionAndUpdatedAtOnly()
    {
        await Update(1, OneEach(5));
        var before = await ReadObject();
        await Store.WriteAsync(Batch(Alert(2, arrays: Nothing, set: new BsonDocument("updated_at", 99.5))), Token);
        before["updated_at"] = 99.5;
        before["version"] = 1;
        Assert.Equal(before, await ReadObject());
    }

    [Fact]
    public async Task Merge_LaterAndEarlierPoints_KeepOrder()
    {
        await Update(1, [.. ArrayNames.Select(name => Array(name, 100, 200))]);
        await Update(2, OneEach(300));
        await Update(3, OneEach(50));
        await Update(4, OneEach(150));
        var document = await ReadObject();
        Assert.All(ArrayNames, name => Assert.Equal([50, 100, 150, 200, 300], Jds(document, name)));
        Assert.Equal(3, document["version"].AsInt32);
    }

    [Fact]
    public async Task Merge_SameJd_StoredPointWins()
    {
        await Update(1, [ArrayOf("prv_candidates", [Point(1, 11, text: "stored")])]);
        await Update(2, [ArrayOf("prv_candidates", [Point(1, 11, text: "other"), Point(2, 12)])]);
        var points = (await ReadObject())["prv_candidates"].AsBsonArray;
        Assert.Equal(2, points.Count);
        Assert.Equal("stored", points[0]["text"].AsString);
    }

    [Theory]
    [InlineData(11L, null, true)]
    [InlineData(12L, null, false)]
    [InlineData(11L, 0.5, false)]
    public async Task Merge_RichPoint_ReplacesAPoorerOneOfItsCandid(long storedCandid, double? storedDrb, bool replaced)
    {
        await Update(1, [ArrayOf("prv_candidates", [Point(1, 10), Point(2, storedCandid, storedDrb, "stored"), Point(3, 13)])]);
        await Update(2, [ArrayOf("prv_candidates", [Point(2, 11, 0.9, "rich"), Point(2.5, 14)])]);
        var document = await ReadObject();
        Assert.Equal([1, 2, 2.5, 3], Jds(document, "prv_candidates"));
        Assert.Equal(replaced ? "rich" : "stored", document["prv_candidates"][1]["text"].AsString);
    }

    [Fact]
    public async Task Merge_SeveralAlertsOfOneBatch_EqualsOneByOne()
    {
        await Store.WriteAsync(Batch(Alerts(0, "ZTF26aaaaaaa")), Token);
        foreach (var alert in Alerts(10, "ZTF26bbbbbbb"))
            await Store.WriteAsync(Batch(alert), Token);

        var together = await ReadObject();
        var oneByOne = await ReadObject("ZTF26bbbbbbb");
        Assert.Equal(2, together["version"].AsInt32);
        together.Remove("_id");
        oneByOne.Remove("_id");
        Assert.Equal(oneByOne.OrderBy(field => field.Name), together.OrderBy(field => field.Name));

        static AlertWrite[] Alerts(long before, string id) =>
        [
            Alert(before + 1, id, arrays: [Array("prv_candidates", 5, 9), Array("fp_hists")]),
            Alert(before + 2, id, arrays: [Array("prv_candidates", 1, 7), Array("fp_hists", 3)], set: new BsonDocument { { "updated_at", 2.0 }, { "late", 1 } }),
            Alert(before + 3, id, arrays: [Array("prv_candidates", 11), Array("fp_hists", 2, 4)], set: new BsonDocument("updated_at", 3.0)),
        ];
    }

    [Fact]
    public async Task Merge_MissingArrayAndForeignFields_AreKeptAndAdded()
    {
        await Update(1, [Array("prv_candidates", 1)]);
        var document = await ReadObject();
        document["note"] = "by hand";
        ReplaceObject("ZTF26aaaaaaa", document);
        await Update(2, [Array("prv_candidates", 2), Array("fp_hists", 3)]);
        document = await ReadObject();
        Assert.Equal("by hand", document["note"].AsString);
        Assert.Equal([3], Jds(document, "fp_hists"));
    }

    [Fact]
    public async Task Merge_ThreeThousandDetections_Works()
    {
        var history = Enumerable.Range(0, 3000).Select(i => Point(i, i, text: new string('x', 300))).ToArray();
        await Update(1, [ArrayOf("prv_candidates", history)]);
        await Update(2, [Array("prv_candidates", 1500.5, 4000)]);
        var expected = Enumerable.Range(0, 3000).Select(i => (double)i).Append(1500.5).Append(4000).Order();
        Assert.Equal(expected, Jds(await ReadObject(), "prv_candidates"));
    }
}
