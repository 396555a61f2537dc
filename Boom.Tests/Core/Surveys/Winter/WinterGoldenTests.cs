using Avro.Generic;
using Boom.Tests.Core.Avro;
using Boom.Tests.Core.Surveys.Ztf;
using Xunit;

namespace Boom.Tests.Core.Surveys.Winter;

/// <summary>
/// Stored documents of WINTER packets of every schema, real and our own, against an independent derivation: the packet with a repaired schema read by
/// Apache.Avro, every field of the candidate and the fields of the data model looked at one by one.
/// </summary>
public sealed class WinterGoldenTests
{
    [Theory]
    [InlineData("v2022", 4)]
    [InlineData("v2024", 9)]
    public void Map_PublishedPackets_AreStoredFieldByField(string folder, int count)
    {
        var packets = WinterPackets.Published(folder);

        Assert.Equal(count, packets.Length);
        Assert.All(packets, path => Check(File.ReadAllBytes(path)));
    }

    [Theory]
    [InlineData(2022)]
    [InlineData(2024)]
    [InlineData(2026)]
    public void Map_OwnPackets_AreStoredFieldByField(int year)
    {
        for (var seed = 1; seed <= 100; seed++)
            Check(WinterPackets.Own(year, seed, points: seed % 7));
    }

    static void Check(byte[] packet)
    {
        var record = Assert.Single(AvroOracle.Read(WinterPackets.Repaired(packet)));
        var stored = Assert.Single(StoredDocuments.Of(WinterPackets.Survey(), packet));
        var candidate = record.Record("candidate");

        Assert.Equal((record.Get("candid"), record.Get("objectid") ?? record.Get("objectId")), (stored.Alert["_id"].AsInt64, stored.Alert["objectId"].AsString));
        StoredDocuments.AssertSame(Candidate(candidate), stored.Candidate);
        var points = record.Records("prv_candidates").Select(point => (Jd: (double)point.Get("jd")!, Fields: Point(point)))
            .Prepend((Jd: (double)candidate.Get("jd")!, Fields: Own(candidate, record))).GroupBy(point => point.Jd).OrderBy(group => group.Key).Select(group => group.First().Fields).ToList();
        Assert.Equal(points.Count, stored.Arrays["prv_candidates"].Count);
        foreach (var (point, document) in points.Zip(stored.Arrays["prv_candidates"]))
            StoredDocuments.AssertSame(point, document);
        foreach (var image in new[] { "Science", "Template", "Difference" })
            Assert.Equal((byte[])(record.Get($"cutout{image}") ?? record.Get($"cutout_{image.ToLowerInvariant()}"))!, stored.Cutouts![$"cutout{image}"].AsByteArray);
        stored.AssertFrame(["ZTF", "LSST"]);
        Assert.Equal(record.Get("schemavsn"), stored.Alert["boom"]["ingest"]["schema"].AsString);
    }

    static Dictionary<string, object> Candidate(GenericRecord record)
    {
        var expected = new Dictionary<string, object>();
        foreach (var field in record.Schema.Fields)
        {
            if (!field.Name.EndsWith("__again", StringComparison.Ordinal) && record.Get(field.Name) is { } value)
                expected[field.Name] = field.Name is "isdiffpos" or "tooflag" or "deprecated" ? Flag(value) : value is float single ? (double)single : value;
        }

        expected["field"] = record.Get("field") ?? record.Get("fieldid") ?? 0;
        AddBand(expected, record);
        return expected;
    }

    static Dictionary<string, object> Own(GenericRecord candidate, GenericRecord packet)
    {
        var expected = Point(candidate);
        expected["candid"] = candidate.Get("candid") ?? packet.Get("candid")!;
        expected.Remove("diffmaglim");
        return expected;
    }

    static Dictionary<string, object> Point(GenericRecord record)
    {
        var expected = new Dictionary<string, object> { ["fieldid"] = record.Get("field") ?? record.Get("fieldid") ?? 0 };
        foreach (var name in new[] { "candid", "jd", "fid", "ra", "dec", "magpsf", "sigmapsf", "diffmaglim", "fwhm", "scorr" })
        {
            if (record.Get(name) is { } value)
                expected[name] = value is float single ? (double)single : value;
        }

        if ((record.Get("progname") ?? record.Get("program")) is { } program)
            expected["progname"] = program;
        if (record.Get("isdiffpos") is { } flag)
            expected["isdiffpos"] = Flag(flag);
        AddBand(expected, record);
        return expected;
    }

    static void AddBand(Dictionary<string, object> expected, GenericRecord record)
    {
        if (WinterPackets.BandOf(record.Get("fid")) is { } band)
            expected["band"] = band;
    }

    static bool Flag(object value) => value switch { bool flag => flag, string text => text is "t" or "1", _ => Convert.ToDouble(value) == 1 };
}
