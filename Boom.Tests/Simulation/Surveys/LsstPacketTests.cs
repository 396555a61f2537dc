using System.Text;
using Avro.Generic;
using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Simulation.Objects;
using Xunit;

namespace Boom.Tests.Simulation.Surveys;

public sealed class LsstPacketTests
{
    static readonly SimulatedNight _night = new(new SimulationOptions { Survey = Survey.Lsst, Seed = 5, Alerts = 1200, Visit = 150 });
    static readonly (SimulatedPacket Packet, GenericRecord Record)[] _read = [.. _night.Packets().Select(p => (p, LsstOracle.Read(p)))];

    [Fact]
    public void WriteTo_EveryPacket_ApacheAvroReadsTheSameKeys()
    {
        foreach (var (packet, record) in _read)
        {
            var source = record.Source();
            Assert.Equal(packet.Candid, record["diaSourceId"]);
            Assert.Equal(packet.Candid, source["diaSourceId"]);
            Assert.Equal(packet.Position.RaDegrees, source["ra"]);
            Assert.Equal(packet.Position.DecDegrees, source["dec"]);
            Assert.Equal(packet.Band, source["band"]);
            Assert.Equal(packet.Jd, (double)source["midpointMjdTai"] + 2400000.5 - (37.0 / 86400), 1e-8);
            Assert.Equal(packet.Jd - 2400000.5 + (37.0 / 86400), (double)source["midpointMjdTai"], 1e-9);
            Assert.Equal(30f, source["exposureTime"]);
        }
    }

    [Fact]
    public void WriteTo_EveryPacket_ObjectIdIsTheTruths()
    {
        foreach (var (packet, record) in _read)
        {
            var id = (long?)record.Source()["diaObjectId"];
            var name = id is > 0 ? $"{id}" : $"sso{record.Source()["ssObjectId"]}";

            Assert.Equal(packet.Truth().ObjectId, name);
            Assert.Equal(packet.ObjectId(), name);
        }
    }

    [Fact]
    public void WriteTo_EveryPacket_VisitIsOfTheEveningBefore()
    {
        foreach (var (packet, record) in _read)
            Assert.Equal((20251231L * 100_000) + (packet.Index / 150), record.Source()["visit"]);
    }

    [Fact]
    public void WriteTo_AllButAsteroids_HaveADiaObjectThatAgreesWithThePoints()
    {
        foreach (var (packet, record) in _read.Where(r => r.Packet.Class != ObjectClass.Asteroid))
        {
            var whole = (GenericRecord)record["diaObject"];
            var points = record.Points("prvDiaSources");
            Assert.Equal(record.Source()["diaObjectId"], whole["diaObjectId"]);
            Assert.Null(record["ssSource"]);
            Assert.Null(record["mpc_orbits"]);
            // A thousand points are the last ones of more.
            if (points.Count == SimulationOptions.MaximumHistory)
                continue;
            Assert.Equal(points.Count + 1, whole["nDiaSources"]);
            var first = whole["firstDiaSourceMjdTai"] as double? ?? double.NaN;
            Assert.Equal(points.Count == 0 ? double.NaN : (double)points[0]["midpointMjdTai"], first);
            foreach (var band in "ugrizy")
            {
                var fluxes = points.Append(record.Source()).Where(p => (string)p["band"] == $"{band}").Select(p => (float)p["psfFlux"]).ToArray();
                Assert.Equal(fluxes.Length, whole[$"{band}_psfFluxNdata"]);
                Assert.Equal(fluxes.Length == 0 ? float.NaN : fluxes.Min(), whole[$"{band}_psfFluxMin"] as float? ?? float.NaN);
                Assert.Equal(fluxes.Length == 0 ? float.NaN : fluxes.Max(), whole[$"{band}_psfFluxMax"] as float? ?? float.NaN);
            }

            Assert.True(Math.Abs((double)whole["dec"] - packet.Truth().Position.DecDegrees) * 3600 < 1);
        }
    }

    [Fact]
    public void WriteTo_Asteroids_HaveAnSsSourceInPlaceOfADiaObject()
    {
        var asteroids = _read.Where(r => r.Packet.Class == ObjectClass.Asteroid).ToList();
        Assert.InRange(asteroids.Count, 40, 300);
        foreach (var (packet, record) in asteroids)
        {
            var source = (GenericRecord)record["ssSource"];
            Assert.Null(record["diaObject"]);
            Assert.Null(record["prvDiaSources"]);
            Assert.True(record.Source()["diaObjectId"] is null or 0L);
            Assert.Equal(record.Source()["ssObjectId"], source["ssObjectId"]);
            Assert.Equal(packet.Candid, source["diaSourceId"]);
            Assert.Equal(packet.Truth().Designation, source["designation"]);
            Assert.Matches("^(19|20)[0-9]{2} [A-HJ-Y][A-HJ-Z][0-9]{0,3}$", (string)source["designation"]);
            Assert.Equal((double)source["ephRa"] + ((double)source["ephOffsetRa"] / 3600), packet.Position.RaDegrees, 1e-9);
            Assert.InRange(Ecliptic(packet), (double)source["eclBeta"] - 1e-6, (double)source["eclBeta"] + 1e-6);
        }

        var orbits = asteroids.Select(r => r.Record["mpc_orbits"]).OfType<GenericRecord>().ToList();
        Assert.InRange(orbits.Count, 1, asteroids.Count - 1);
        Assert.Contains(orbits, orbit => orbit["mpc_orb_jsonb"] is null);
        Assert.Contains(orbits, orbit => orbit["mpc_orb_jsonb"] is string);
    }

    [Fact]
    public void PrvDiaSources_EarlierPacketsOfTheNight_AreAmongThemAsTheyWere()
    {
        var before = new Dictionary<int, GenericRecord>();
        var repeats = 0;
        foreach (var (packet, record) in _read.Where(r => r.Packet.Class != ObjectClass.Asteroid))
        {
            if (before.TryGetValue(packet.ObjectOrdinal, out var earlier))
            {
                repeats++;
                var point = record.Points("prvDiaSources")[^1];
                Assert.Equal(Values(earlier.Source()), Values(point));
            }

            before[packet.ObjectOrdinal] = record;
        }

        Assert.True(repeats > 200);
    }

    [Fact]
    public void PrvDiaSources_EveryPacket_AreByTimeWithKeysOfTheirOwn()
    {
        foreach (var (packet, record) in _read)
        {
            var points = record.Points("prvDiaSources");
            Assert.Equal(points.Select(p => (double)p["midpointMjdTai"]).Order().Distinct(), points.Select(p => (double)p["midpointMjdTai"]));
            Assert.Equal(points.Count + 1, points.Select(p => (long)p["diaSourceId"]).Append(packet.Candid).Distinct().Count());
            Assert.All(points, point => Assert.Equal(record.Source()["diaObjectId"], point["diaObjectId"]));
        }
    }

    [Fact]
    public void PrvDiaSources_MostPackets_HaveUpToThirty_AndThoseOfDeepFieldsAThousand()
    {
        var lengths = _read.Select(r => r.Record.Points("prvDiaSources").Count).Order().ToArray();

        Assert.Equal(0, lengths[0]);
        Assert.InRange(lengths[lengths.Length / 2], 8, 30);
        Assert.InRange(lengths[lengths.Length * 9 / 10], 20, 31);
        Assert.InRange(lengths[^1], 600, 1000);
    }

    [Fact]
    public void PrvDiaForcedSources_EveryPoint_IsOfAVisitAfterTheFirstDetectionWithinAMonth()
    {
        foreach (var (_, record) in _read)
        {
            var own = (double)record.Source()["midpointMjdTai"];
            var detectors = record.Points("prvDiaSources").ToDictionary(p => (double)p["midpointMjdTai"], p => (int)p["detector"]);
            foreach (var point in record.Points("prvDiaForcedSources"))
            {
                var time = (double)point["midpointMjdTai"];
                Assert.InRange(time, own - 30, own);
                Assert.True(time > detectors.Keys.Min());
                Assert.Equal(detectors.GetValueOrDefault(time, (int)point["detector"]), point["detector"]);
            }
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 3, 6)]
    [InlineData(400, 300, 401)]
    public void PrvDiaSources_History_IsAsLongAsAsked(int history, int least, int most)
    {
        Assert.True(SimulationOptions.TryParse($"simulation:survey=lsst;alerts=60;history={history};mix=RrLyrae:1", out var options, out _));
        var lengths = new SimulatedNight(options!).Packets().Select(p => LsstOracle.Read(p).Points("prvDiaSources").Count).Order().ToArray();

        Assert.InRange(lengths[lengths.Length / 2], least, most);
    }

    [Fact]
    public void PrvDiaForcedSources_AllButArtefacts_AgreeWithTheTruthWithinTheirErrors()
    {
        var deviations = new List<double>();
        foreach (var (packet, record) in _read.Where(r => r.Packet.Class != ObjectClass.Artefact))
        {
            var truth = packet.Truth();
            foreach (var point in record.Points("prvDiaForcedSources"))
            {
                if (point["psfFlux"] is float flux && point["psfFluxErr"] is float error && float.IsFinite(flux) && float.IsFinite(error))
                    deviations.Add((flux - Truth(truth, point)) / error);
            }
        }

        Assert.True(deviations.Count > 5000);
        Assert.Equal(0, deviations.Average(), 0.05);
        Assert.Equal(1, deviations.Average(d => d * d), 0.1);
    }

    [Fact]
    public void DiaSource_AllButArtefacts_AgreeWithTheTruthWithinTheirErrors()
    {
        foreach (var (packet, record) in _read.Where(r => r.Packet.Class != ObjectClass.Artefact))
        {
            var source = record.Source();
            Assert.InRange(((float)source["psfFlux"] - Truth(packet.Truth(), source)) / (float)source["psfFluxErr"], -6.5, 6.5);
            Assert.True(Math.Abs((float)source["psfFlux"]) >= 4.99 * (float)source["psfFluxErr"]);
            Assert.Equal((float)source["psfFlux"] < 0, source["isNegative"]);
        }
    }

    [Fact]
    public void WriteTo_WholeNight_HasWhatMakesDecodersStumble()
    {
        var sources = _read.Select(r => r.Record.Source()).ToList();

        Assert.Contains(sources, s => s["apFlux"] is null or float.NaN);
        Assert.Contains(sources, s => s["dipoleLength"] is null);
        Assert.Contains(sources, s => s["dipoleLength"] is float.NaN);
        Assert.Contains(sources, s => s["ssObjectId"] is null);
        Assert.Contains(sources, s => s["ssObjectId"] is 0L);
        Assert.Contains(sources, s => s["diaObjectId"] is null);
        Assert.Contains(sources, s => s["diaObjectId"] is 0L);
        Assert.Contains(sources, s => (bool)s["isDipole"]);
        Assert.Contains(sources, s => (bool)s["isNegative"]);
        Assert.Contains(sources, s => (bool)s["pixelFlags_cr"]);
        Assert.Contains(sources, s => (bool)s["glint_trail"] && (bool)s["pixelFlags_streak"]);
        Assert.Contains(_read, r => r.Record["cutoutTemplate"] is null);
        Assert.Contains(_read, r => r.Record.Points("prvDiaForcedSources").Exists(p => p["psfFlux"] is null or float.NaN));
        Assert.Contains(_read, r => r.Record["prvDiaForcedSources"] is object[] { Length: 0 });
        Assert.Contains(_read, r => r.Record["diaObject"] is GenericRecord o && o["firstDiaSourceMjdTai"] is double.NaN);
        Assert.Contains(_read, r => r.Record["diaObject"] is GenericRecord o && o["firstDiaSourceMjdTai"] is null);
    }

    [Fact]
    public void WriteTo_EveryPacket_HasTheSizeOfARealOne()
    {
        var sizes = _night.Packets().Select(p => p.ToArray().Length).Order().ToArray();

        Assert.InRange(sizes[sizes.Length / 2], 110_000, 130_000);
        Assert.InRange(sizes[^1], 140_000, 600_000);
    }

    [Fact]
    public void Cutouts_EveryPacket_AreThreeImagesAtThePositionOfTheAlert()
    {
        foreach (var (packet, record) in _read.Take(300))
        {
            Assert.Equal(34_560, ((byte[])record["cutoutDifference"]).Length);
            Assert.Equal(34_560, ((byte[])record["cutoutScience"]).Length);
            if (record["cutoutTemplate"] is byte[] template)
                Assert.Contains(template.Length, new[] { 43_200, 69_120 });
            var file = (byte[])record["cutoutDifference"];
            var header = Encoding.ASCII.GetString(file, 0, 2880);
            Assert.StartsWith("SIMPLE  =                    T", header, StringComparison.Ordinal);
            Assert.Equal(packet.Position.RaDegrees, Card(header, "CRVAL1"), 1e-11);
            Assert.Equal(packet.Position.DecDegrees, Card(header, "CRVAL2"), 1e-11);
            Assert.Contains("EXTNAME = 'UNCERT  '", Encoding.ASCII.GetString(file, 8640, 2880), StringComparison.Ordinal);
            Assert.Contains("EXTNAME = 'PSFIMAGE'", Encoding.ASCII.GetString(file, 17280, 2880), StringComparison.Ordinal);
        }
    }

    static double Truth(ObjectTruth truth, GenericRecord point) => 1000 * truth.DifferenceFluxMicroJy(
        (double)point["midpointMjdTai"] + 2400000.5 - (37.0 / 86400), 1 + "grizyu".IndexOf((string)point["band"], StringComparison.Ordinal));

    static double Card(string header, string key) =>
        double.Parse(header.Substring(header.IndexOf(key, StringComparison.Ordinal) + 10, 20), System.Globalization.CultureInfo.InvariantCulture);

    static object?[] Values(GenericRecord record) => [.. record.Schema.Fields.Select(field => record[field.Name])];

    static double Ecliptic(SimulatedPacket packet)
    {
        double ra = packet.Position.RaDegrees * Math.PI / 180, dec = packet.Position.DecDegrees * Math.PI / 180, tilt = 23.43929111 * Math.PI / 180;
        return Math.Asin((Math.Sin(dec) * Math.Cos(tilt)) - (Math.Cos(dec) * Math.Sin(tilt) * Math.Sin(ra))) * 180 / Math.PI;
    }
}
