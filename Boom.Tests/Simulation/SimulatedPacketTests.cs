using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Avro;
using Avro.Generic;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Simulation;
using Boom.Simulation.Objects;
using Boom.Tests.Core.Avro;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Simulation;

public sealed class SimulatedPacketTests
{
    static readonly SimulatedNight _night = new(new SimulationOptions { Seed = 5, Alerts = 300 });

    [Fact]
    public void WriteTo_EveryPacket_ApacheAvroReadsTheSameKeys()
    {
        foreach (var packet in _night.Packets())
        {
            var record = Assert.Single(AvroOracle.Read(packet.ToArray()));
            var candidate = (GenericRecord)record["candidate"];

            Assert.Equal("4.02", record["schemavsn"]);
            Assert.Equal(packet.Candid, record["candid"]);
            Assert.Equal(packet.Candid, candidate["candid"]);
            Assert.Equal(packet.Truth().ObjectId, record["objectId"]);
            Assert.Equal(packet.Jd, candidate["jd"]);
            Assert.Equal(packet.Fid, candidate["fid"]);
            Assert.Equal(1, candidate["programid"]);
            Assert.Equal("d6_m7", candidate["drbversion"]);
        }
    }

    [Fact]
    public void WriteTo_EveryPacket_DecoderFindsNoFault()
    {
        var decoder = new ZtfDecoder();
        var alerts = new List<ISurveyAlert>();

        foreach (var packet in _night.Packets())
            Assert.Null(decoder.Decode(packet.ToArray(), alerts));

        Assert.Equal(_night.Packets().Select(p => p.Candid), alerts.Select(a => a.Candid));
    }

    [Fact]
    public void WriteTo_EveryPacket_HasTheSizeOfARealOne()
    {
        var sizes = _night.Packets().Select(p => p.ToArray().Length).Order().ToArray();

        Assert.InRange(sizes[0], 55_000, 70_000);
        Assert.InRange(sizes[sizes.Length / 2], 65_000, 77_000);
        Assert.InRange(sizes[^1], 75_000, 100_000);
    }

    [Fact]
    public void WriteTo_Artefacts_ScoreLow() => Assert.All(Candidates(ObjectClass.Artefact), c => Assert.InRange((float)c["drb"], 0, 0.6f));

    [Fact]
    public void WriteTo_Supernovae_ScoreHigh() => Assert.All(Candidates(ObjectClass.SnIa), c => Assert.InRange((float)c["drb"], 0.75f, 1));

    [Fact]
    public void WriteTo_Asteroids_AreMatched() => Assert.All(Candidates(ObjectClass.Asteroid), candidate =>
    {
        Assert.InRange((float)candidate["ssdistnr"], 0, 12);
        Assert.InRange((float)candidate["ssmagnr"], 14, 23);
        Assert.True(int.TryParse((string)candidate["ssnamenr"], out _));
        Assert.Equal(1, candidate["ndethist"]);
    });

    [Fact]
    public void WriteTo_Stars_AreStarsToTheCatalogue() => Assert.All(Candidates(ObjectClass.RrLyrae), candidate =>
    {
        Assert.InRange((float)candidate["sgscore1"], 0.76f, 1);
        Assert.InRange((float)candidate["distpsnr1"], 0, 1);
        Assert.Equal(-999f, candidate["ssdistnr"]);
    });

    [Fact]
    public void WriteTo_EveryPacket_StampsAreFitsImages()
    {
        foreach (var packet in _night.Packets())
        {
            var record = AvroOracle.Read(packet.ToArray())[0];
            foreach (var name in (string[])["cutoutScience", "cutoutTemplate", "cutoutDifference"])
            {
                var stamp = (byte[])((GenericRecord)record[name])["stampData"];
                var file = Inflate(stamp);

                Assert.InRange(stamp.Length, 8_000, 16_000);
                Assert.Equal(20160, file.Length);
                Assert.StartsWith("SIMPLE  =                    T", Encoding.ASCII.GetString(file, 0, 80), StringComparison.Ordinal);
                Assert.Contains("NAXIS2  =                   63", Encoding.ASCII.GetString(file, 0, 2880), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void WriteTo_BrightSupernova_StandsOutInTheMiddleOfTheDifference()
    {
        var packet = _night.Packets().First(p => p.Class == ObjectClass.SnIa && Sigma(p) < 0.04);
        var file = Inflate((byte[])((GenericRecord)AvroOracle.Read(packet.ToArray())[0]["cutoutDifference"])["stampData"]);
        float Pixel(int x, int y) => BinaryPrimitives.ReadSingleBigEndian(file.AsSpan(2880 + (4 * ((y * 63) + x))));

        var corner = Enumerable.Range(20, 5).SelectMany(x => Enumerable.Range(20, 5).Select(y => Math.Abs(Pixel(x, y)))).Average();

        Assert.True(Pixel(31, 31) > 8 * corner, $"{Pixel(31, 31)} in the middle, {corner} beside");
    }

    [Fact]
    public void Schema_GenuinePacket_HasTheSameFieldsInTheSameOrder()
    {
        var genuine = RecordSchemaOf(File.ReadAllBytes(TestData.ZtfPacket("2752190655615010016.avro")));
        var ours = RecordSchemaOf(_night.Packet(0).ToArray());

        Assert.Equal(Describe(genuine), Describe(ours));
    }

    static float Sigma(SimulatedPacket packet) => (float)((GenericRecord)AvroOracle.Read(packet.ToArray())[0]["candidate"])["sigmapsf"];

    static List<GenericRecord> Candidates(ObjectClass objectClass)
    {
        var candidates = _night.Packets().Where(p => p.Class == objectClass)
            .Select(p => (GenericRecord)AvroOracle.Read(p.ToArray())[0]["candidate"]).ToList();
        Assert.NotEmpty(candidates);
        return candidates;
    }

    static RecordSchema RecordSchemaOf(byte[] packet) => AvroOracle.Read(packet)[0].Schema;

    static string Describe(Schema schema) => schema switch
    {
        RecordSchema record => $"{record.Fullname}({string.Join(", ", record.Fields.Select(f => $"{f.Name}: {Describe(f.Schema)}"))})",
        UnionSchema union => $"[{string.Join(", ", union.Schemas.Select(Describe))}]",
        ArraySchema array => $"array of {Describe(array.ItemSchema)}",
        _ => schema.Name,
    };

    static byte[] Inflate(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        gzip.CopyTo(inflated);
        return inflated.ToArray();
    }
}
