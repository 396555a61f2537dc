using Boom.Core.Catalogs;
using Boom.Tests.Catalogs.Support;
using Boom.Tests.Storage.Mongo;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Catalogs;

/// <summary>Collections in the reference's form.</summary>
[Collection(MongoTests.Name)]
public sealed class MongoCollectionTests(MongoTestServer server) : IDisposable
{
    const int BeyondTheSample = 10_200;

    readonly CatalogFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_Collection_TakesFieldsPositionsAndIdentifiers()
    {
        using var database = server.Require();
        var source = await FillAsync(database, "NED",
        [
            new BsonDocument { ["_id"] = "NGC 1", ["ra"] = 10.5, ["dec"] = -3, ["z"] = 0.01, ["objtype"] = "G", ["n"] = 5_000_000_000L, ["list"] = new BsonArray { 1 }, ["m"] = new BsonDocument { ["k"] = 1.5, ["deep"] = new BsonDocument("x", 1) }, ["coordinates"] = Coordinates(10.5, -3) },
            new BsonDocument { ["_id"] = "NGC 2", ["ra"] = 20, ["dec"] = 3.5, ["z"] = BsonNull.Value, ["n"] = 7, ["coordinates"] = Coordinates(20, 3.5) },
        ]);

        var account = _folder.Import(source, new() { Name = "NED" });

        var rows = CatalogFolder.Rows(account).OrderBy(row => row["ra"]).ToArray();
        Assert.Equal(["NGC 1", "NGC 2"], rows.Select(row => row["_id"]));
        Assert.Equal([10.5, 20.0], rows.Select(row => row["ra"]));
        Assert.Equal([0.01, null], rows.Select(row => row["z"]));
        Assert.Equal([5_000_000_000L, 7L], rows.Select(row => row["n"]));
        Assert.Equal([1.5, null], rows.Select(row => row["m_k"]));
        Assert.Equal("_id", account.Header.Description.IdColumn);
        Assert.Equal(["list", "m.deep", "coordinates"], account.SkippedColumns.Select(column => column.Name));
    }

    [Fact]
    public async Task Import_CollectionWithoutRaAndDec_TakesTheGeoJson()
    {
        using var database = server.Require();
        var source = await FillAsync(database, "TNS", [new BsonDocument { ["_id"] = ObjectId.Parse("0123456789abcdef01234567"), ["coordinates"] = Coordinates(300, 45) }]);

        var row = Assert.Single(CatalogFolder.Rows(_folder.Import(source)));

        Assert.Equal((300.0, 45.0, "0123456789abcdef01234567"), (row["ra"], row["dec"], row["_id"]));
    }

    [Fact]
    public async Task Import_LateFieldsAndOtherTypes_WidenTheTable()
    {
        using var database = server.Require();
        var documents = Enumerable.Range(0, BeyondTheSample).Select(i => new BsonDocument { ["_id"] = i, ["ra"] = i % 360, ["dec"] = 1, ["v"] = i });
        var source = await FillAsync(database, "late", [.. documents, new BsonDocument { ["_id"] = BeyondTheSample, ["ra"] = 1, ["dec"] = 1, ["v"] = 0.5, ["w"] = true }]);

        var account = _folder.Import(source);

        Assert.Equal(BeyondTheSample + 1, account.RowsAdded);
        Assert.Equal(SkyColumnType.Float64, CatalogFolder.TypeOf(account, "v"));
        Assert.Equal(true, CatalogFolder.Column(account, "w", "_id")[^1]);
        Assert.Equal(7.0, CatalogFolder.Column(account, "v", "_id")[7]);
    }

    [Fact]
    public async Task Import_CollectionThatIsNotThere_IsRefused()
    {
        using var database = server.Require();
        var source = await FillAsync(database, "NED", [new BsonDocument("ra", 1)]);

        Assert.Contains("is not there or has no documents", _folder.Refusal(source.Replace("#NED", "#other", StringComparison.Ordinal)));
    }

    [Fact]
    public void Import_ServerThatIsNotThere_IsRefused()
    {
        var message = _folder.Refusal("mongodb://user:secret@127.0.0.1:1/boom?serverSelectionTimeoutMS=300#NED");

        Assert.Contains("collection boom.NED of 127.0.0.1:1 cannot be read", message);
        Assert.DoesNotContain("secret", message);
    }

    static BsonDocument Coordinates(double ra, double dec) =>
        new("radec_geojson", new BsonDocument { ["type"] = "Point", ["coordinates"] = new BsonArray { ra - 180, dec } });

    static async Task<string> FillAsync(MongoDatabase database, string collection, IReadOnlyList<BsonDocument> documents)
    {
        await database.Direct.GetCollection<BsonDocument>(collection).InsertManyAsync(documents);
        return $"{database.ConnectionString}#{collection}";
    }
}
