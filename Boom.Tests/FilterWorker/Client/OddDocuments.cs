using System.Text;
using Boom.Core.Messages;
using Boom.Core.Surveys;
using Boom.Tests.Core.Messages;
using MongoDB.Bson;

namespace Boom.Tests.FilterWorker.Client;

/// <summary>Stored documents as no survey should send them, and some day one does.</summary>
static class OddDocuments
{
    // The driver writes no text that is not UTF-8: bytes are put in its place afterwards.
    const string Damaged = "~damaged~";

    static readonly byte[] Damage = [0xC3, 0x28, 0xFF, 0xFE, 0x80, 0xE2, 0x82, 0xED, 0xA0];

    static readonly BsonValue[] Values =
    [
        BsonNull.Value, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, 0.0, -0.0, -1, -1L, 1, 4, 64, 1.5, -99.0, -999.0, 1e-320, 1e300, -1e300, 3.5e38,
        int.MaxValue, int.MinValue, 1L << 40, long.MaxValue, long.MinValue, true, false, "", "g", "j", "K", "Y", "VR", "12", "t", "☄ é", Damaged,
        new BsonArray(), new BsonArray { 1, BsonNull.Value, "x" }, new BsonDocument(), new BsonDocument("a", 1), new BsonBinaryData([1, 2]),
        new BsonDateTime(0), ObjectId.Empty, new BsonDecimal128(12m), BsonUndefined.Value, BsonMinKey.Value,
    ];

    static readonly string[] PointFields = ["jd", "ra", "dec", "psfFlux", "psfFluxErr", "band", "programid", "magpsf", "procstatus", "forcediffimflux", "forcediffimfluxunc", "magzpsci"];

    /// <summary>Changes one thing in one of the documents.</summary>
    public static void Spoil(MessageInput input, Random random)
    {
        switch (random.Next(8))
        {
            case 0 or 1 or 2:
                SpoilField(input.Candidate, random);
                break;
            case 3:
                SpoilField(input.Alert, random, "objectId", "candidate", "_id");
                break;
            case 4:
                SpoilField(input.Object, random, "_id");
                break;
            case 5 when input.Partner is { } partner:
                SpoilField(partner, random);
                break;
            case 6 when input.Partner is { } partner:
                SpoilPoint(partner, random);
                break;
            default:
                SpoilPoint(input.Object, random);
                break;
        }
    }

    /// <summary>The documents as they would lie in a store.</summary>
    public static AlertDocuments ToDocuments(MessageInput input) => AlertDocuments.Of(
        input.Survey, AlertToEnrich.Read(input.Candid, Bytes(input.Alert)), Bytes(input.Object), input.Partner is { } partner ? Bytes(partner) : default);

    static void SpoilField(BsonDocument document, Random random, params string[] spared)
    {
        var names = document.Names.Except(spared).ToList();
        if (names.Count == 0)
            return;
        var name = names[random.Next(names.Count)];
        if (random.Next(3) == 0)
            document.Remove(name);
        else
            document[name] = Any(random);
    }

    static void SpoilPoint(BsonDocument document, Random random)
    {
        var arrays = document.Where(field => field.Value is BsonArray).Select(field => field.Value.AsBsonArray).ToList();
        if (arrays.Count == 0)
            return;
        var array = arrays[random.Next(arrays.Count)];
        if (array.Count == 0 || random.Next(8) == 0)
            array.Add(Any(random));
        else if (array[random.Next(array.Count)] is BsonDocument point)
            SpoilPointField(point, random);
    }

    static void SpoilPointField(BsonDocument point, Random random)
    {
        var name = PointFields[random.Next(PointFields.Length)];
        if (random.Next(4) == 0)
            point.Remove(name);
        else
            point[name] = Any(random);
    }

    static BsonValue Any(Random random) => Values[random.Next(Values.Length)].DeepClone();

    static byte[] Bytes(BsonDocument document)
    {
        var bytes = document.ToBson();
        var sought = Encoding.ASCII.GetBytes(Damaged);
        for (int at; (at = bytes.AsSpan().IndexOf(sought)) >= 0;)
            Damage.CopyTo(bytes, at);
        return bytes;
    }
}
