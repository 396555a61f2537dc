using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Avro.Generic;
using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Simulation.Objects;
using Boom.Tests.Core.Avro;
using Xunit;

namespace Boom.Tests.Simulation.Surveys;

/// <summary>Nights of DECam and of WINTER.</summary>
public sealed class SmallNightTests
{
    static readonly Dictionary<Survey, SimulatedNight> _nights = new()
    {
        [Survey.Decam] = new(new SimulationOptions { Survey = Survey.Decam, Seed = 5, Alerts = 400 }),
        [Survey.Winter] = new(new SimulationOptions { Survey = Survey.Winter, Seed = 5, Alerts = 400 }),
    };

    [Theory]
    [InlineData(Survey.Decam, "a3607c194534a7da5ce6b52612099a7e6272e4cf1d284201031ff44878dc9d9c")]
    [InlineData(Survey.Winter, "02ee61f3878c819505ddd2e8838259ee87c564a92377020a285367dd9c7dddc2")]
    public void Packets_SeedOne_HaveThePinnedHash(Survey survey, string expected)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var packet in new SimulatedNight(new SimulationOptions { Survey = survey, Seed = 1, Alerts = 100 }).Packets())
            hash.AppendData(packet.ToArray());

        Assert.Equal(expected, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Theory]
    [InlineData(Survey.Decam)]
    [InlineData(Survey.Winter)]
    public void Packets_WholeNight_ComeInOrderOfTimeWithKeysOfTheirOwn(Survey survey)
    {
        var night = _nights[survey];
        var again = new SimulatedNight(night.Options);

        Assert.Equal(400, night.Count);
        Assert.Equal(night.Packets().Select(p => p.Jd).Order(), night.Packets().Select(p => p.Jd));
        Assert.Equal(night.Packets().Select(p => p.PublishAfter).Order(), night.Packets().Select(p => p.PublishAfter));
        Assert.Equal(TimeSpan.Zero, night.Packet(0).PublishAfter);
        Assert.Equal(night.Count, night.Packets().Select(p => p.Candid).Distinct().Count());
        Assert.Equal(night.Count, night.Packets().Select(p => p.ObjectId()).Distinct().Count());
        Assert.Equal(night.Packet(333).ToArray(), again.Packet(333).ToArray());
    }

    [Fact]
    public void Packets_OfDecam_ApacheAvroReadsTheSameKeysAndTheTruth()
    {
        foreach (var packet in _nights[Survey.Decam].Packets())
        {
            var record = Assert.Single(AvroOracle.Read(packet.ToArray()));
            var candidate = (GenericRecord)record["candidate"];
            var points = ((object[])record["fp_hists"]).Cast<GenericRecord>().ToList();

            Assert.Equal("desirt.alert", record.Schema.Fullname);
            Assert.Equal(packet.Candid, record["candid"]);
            Assert.Equal(packet.Truth().ObjectId, record["objectId"]);
            Assert.Matches("^c4d_260101_000000_sim_[0-9]{9}[mp][0-9]{8}$", packet.ObjectId());
            Assert.Equal(packet.Jd, (double)candidate["mjd"] + 2400000.5, 1e-8);
            Assert.Equal(packet.Position.RaDegrees, candidate["ra"]);
            Assert.Equal(packet.Position.DecDegrees, candidate["dec"]);
            Assert.Equal(packet.Band, candidate["band"]);
            Assert.InRange((double)candidate["dec"], -90, 33.501);
            Assert.Equal(candidate["forcediffimflux"], points[^1]["forcediffimflux"]);
            Assert.Equal(points.Select(p => (double)p["mjd"]).Order(), points.Select(p => (double)p["mjd"]));
            Assert.Equal(23.9 - (2.5 * Math.Log10(Math.Abs((double)candidate["forcediffimflux"]))), (double)candidate["forcediffimmag"], 1e-4);
            if (packet.Class != ObjectClass.Artefact)
                Assert.All(points, point => Assert.InRange(Deviation(packet.Truth(), point), -6.5, 6.5));
        }
    }

    [Fact]
    public void Schema_OfDecam_IsThatOfTheGenuinePacket()
    {
        var genuine = AvroOracle.Read(File.ReadAllBytes(Path.Combine(Support.TestData.Require(), "alerts", "decam", "desirt_65346.avro")))[0];
        var ours = AvroOracle.Read(_nights[Survey.Decam].Packet(0).ToArray())[0];

        Assert.Equal(Describe(genuine.Schema), Describe(ours.Schema));
    }

    [Fact]
    public void Packets_OfWinter_HaveTheFieldThatAStrictReaderRefuses() =>
        Assert.ThrowsAny<Exception>(() => AvroOracle.Read(_nights[Survey.Winter].Packet(0).ToArray()));

    [Fact]
    public void Packets_OfWinter_ApacheAvroReadsThemOnceTheFieldIsRenamed()
    {
        foreach (var packet in _nights[Survey.Winter].Packets())
        {
            var record = Assert.Single(AvroOracle.Read(Renamed(packet.ToArray())));
            var candidate = (GenericRecord)record["candidate"];

            Assert.Equal(103, ((global::Avro.RecordSchema)candidate.Schema).Fields.Count);
            Assert.Equal(packet.Candid, record["candid"]);
            Assert.Equal(packet.Candid, candidate["candid"]);
            Assert.Equal(packet.Truth().ObjectId, record["objectid"]);
            Assert.Matches("^WNTR26[a-z]{5}$", packet.ObjectId());
            Assert.Equal(packet.Jd, candidate["jd"]);
            Assert.Equal(2, candidate["fid"]);
            Assert.Equal("j", packet.Band);
            Assert.Equal(packet.Position.RaDegrees, candidate["ra"]);
            Assert.Equal(candidate["sgmag1"], candidate["sgmag_"]);
            Assert.Null(candidate["magzpscirms"]);
            if (packet.Class != ObjectClass.Artefact)
                Assert.Equal(packet.Truth().DifferenceMagnitude(packet.Jd, packet.Fid), (float)candidate["magpsf"], 6.5 * (float)candidate["sigmapsf"]);
            var points = (record["prv_candidates"] as object[] ?? []).Cast<GenericRecord>().ToList();
            Assert.Equal(points.Count + 1, candidate["ndethist"]);
            Assert.DoesNotContain(packet.Candid, points.Select(p => (long)p["candid"]));
        }
    }

    [Fact]
    public void PrvCandidates_OfWinter_AreNullEmptyOrFull()
    {
        var all = _nights[Survey.Winter].Packets().Select(p => AvroOracle.Read(Renamed(p.ToArray()))[0]["prv_candidates"]).ToList();

        Assert.Contains(all, points => points is null);
        Assert.Contains(all, points => points is object[] { Length: 0 });
        Assert.Contains(all, points => points is object[] { Length: > 2 });
    }

    [Fact]
    public void Cutouts_OfWinter_AreImagesOf81Pixels()
    {
        foreach (var packet in _nights[Survey.Winter].Packets().Take(30))
        {
            var record = AvroOracle.Read(Renamed(packet.ToArray()))[0];

            Assert.Contains("BITPIX  =                  -32", Header((byte[])record["cutout_science"], 31_680), StringComparison.Ordinal);
            Assert.Contains("BITPIX  =                  -32", Header((byte[])record["cutout_template"], 31_680), StringComparison.Ordinal);
            Assert.Contains("BITPIX  =                  -64", Header((byte[])record["cutout_difference"], 57_600), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Survey.Decam)]
    [InlineData(Survey.Winter)]
    public void Constructor_MixThatItNeverSees_Throws(Survey survey)
    {
        Assert.True(SimulationOptions.TryParse($"simulation:alerts=2;survey={survey.ToLowerName()};mix=Asteroid:1", out var options, out _));

        var error = Assert.Throws<ArgumentException>(() => new SimulatedNight(options!));

        Assert.Contains("another mix", error.Message, StringComparison.Ordinal);
    }

    static double Deviation(ObjectTruth truth, GenericRecord point)
    {
        var fid = 1 + "griz".IndexOf((string)point["band"], StringComparison.Ordinal);
        var expected = truth.DifferenceFluxMicroJy((double)point["mjd"] + 2400000.5, fid);
        return ((double)point["forcediffimflux"] - expected) / (double)point["forcediffimfluxunc"];
    }

    // The second of the two fields gets a name of the same length.
    static byte[] Renamed(byte[] packet)
    {
        var name = "\"sgmag1\""u8;
        var second = packet.AsSpan().IndexOf(name) + 1;
        second += packet.AsSpan(second).IndexOf(name);
        "\"sgmag_\""u8.CopyTo(packet.AsSpan(second));
        return packet;
    }

    static string Header(byte[] packed, int bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        gzip.CopyTo(inflated);
        Assert.Equal(bytes, inflated.Length);
        return Encoding.ASCII.GetString(inflated.ToArray(), 0, 2880);
    }

    static string Describe(global::Avro.Schema schema) => schema switch
    {
        global::Avro.RecordSchema record => $"{record.Fullname}({string.Join(", ", record.Fields.Select(f => $"{f.Name}: {Describe(f.Schema)}"))})",
        global::Avro.UnionSchema union => $"[{string.Join(", ", union.Schemas.Select(Describe))}]",
        global::Avro.ArraySchema array => $"array of {Describe(array.ItemSchema)}",
        _ => schema.Name,
    };
}
