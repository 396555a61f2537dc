using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Sky;
using Boom.Core.Store;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Boom.Tests.Contracts;

/// <summary>Small documents in the shape of the stored ones.</summary>
static class StoreDocuments
{
    public const string Topic = "ztf_20260101_programid1";

    public static PacketOrigin Origin(long offset, int partition = 0, string topic = Topic) => new(topic, partition, offset, 1_767_225_600_000);

    public static LightCurvePoint Point(double jd, long? candid = null, double? drb = null, string? text = null)
    {
        var document = new BsonDocument("jd", jd);
        if (candid is not null)
            document.Add("candid", candid.Value);
        if (text is not null)
            document.Add("text", text);
        if (drb is not null)
            document.Add("drb", drb.Value);
        return new(jd, drb is not null, document.ToBson());
    }

    public static LightCurveSeries Series(string name) => new(name, PointKind.Detection, RicherBy: "drb");

    public static ArrayUpdate Array(string name, params double[] jds) => ArrayOf(name, [.. jds.Select(jd => Point(jd))]);

    public static ArrayUpdate ArrayOf(string name, IReadOnlyList<LightCurvePoint> points) => new(Series(name), points);

    public static AlertWrite Alert(
        long candid,
        string objectId = "ZTF26aaaaaaa",
        SkyPosition? position = null,
        double magpsf = 18,
        double jd = 2461000.5,
        double createdAt = 2461000.75,
        long? offset = null,
        IReadOnlyList<ArrayUpdate>? arrays = null,
        BsonDocument? set = null)
    {
        var place = position ?? new SkyPosition(10, 20);
        var insert = new BsonDocument { { "aliases", new BsonDocument("LSST", new BsonArray()) }, { "coordinates", Coordinates(place) }, { "created_at", createdAt } };
        return new(
            Origin(offset ?? candid),
            candid,
            jd,
            magpsf,
            place,
            AlertDocument(candid, objectId, place, magpsf, jd, offset ?? candid).ToBson(),
            new BsonDocument { { "_id", candid }, { "cutoutScience", new byte[] { 1, 2, 3, (byte)candid } } }.ToBson(),
            new ObjectUpdate(
                objectId,
                place,
                insert.ToBson(),
                (set ?? new BsonDocument("updated_at", jd)).ToBson(),
                arrays ?? [Array("prv_candidates", jd), Array("prv_nondetections"), Array("fp_hists")]));
    }

    static BsonDocument AlertDocument(long candid, string objectId, SkyPosition place, double magpsf, double jd, long offset) => new()
    {
        { "_id", candid },
        { "objectId", objectId },
        { "candidate", new BsonDocument { { "jd", jd }, { "ra", place.RaDegrees }, { "dec", place.DecDegrees }, { "magpsf", magpsf } } },
        { "coordinates", Coordinates(place) },
        { "boom", new BsonDocument("ingest", Ingest(offset)) },
    };

    static BsonDocument Coordinates(SkyPosition place)
    {
        var point = new BsonDocument { { "type", "Point" }, { "coordinates", new BsonArray { place.RaDegrees - 180, place.DecDegrees } } };
        return new() { { "radec_geojson", point }, { "healpix_29", Healpix.Cell29(place) } };
    }

    static BsonDocument Ingest(long offset) => new()
    {
        { "topic", Topic }, { "partition", 0 }, { "offset", offset }, { "stored_at", new BsonDateTime(1_767_225_601_000) },
    };

    public static BsonDocument Parse(byte[] document) => BsonSerializer.Deserialize<BsonDocument>(document);

    public static double[] Jds(BsonDocument document, string array) => [.. document[array].AsBsonArray.Select(point => point["jd"].ToDouble())];

    /// <summary>A BSON document of about this size.</summary>
    public static ReadOnlyMemory<byte> Padding(int bytes)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        writer.Double("jd"u8, 2461000.5);
        writer.Binary("padding"u8, new byte[bytes]);
        return writer.EndRoot().ToArray();
    }
}
