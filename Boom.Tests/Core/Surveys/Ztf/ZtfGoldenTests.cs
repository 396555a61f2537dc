using Avro.Generic;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Simulation;
using Boom.Tests.Core.Avro;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;
using BsonType = MongoDB.Bson.BsonType;

namespace Boom.Tests.Core.Surveys.Ztf;

/// <summary>
/// Stored documents of every real packet, and of packets of our own, against an independent derivation: the packet read by Apache.Avro, the fields of the data
/// model picked one by one, derived values computed here.
/// </summary>
public sealed class ZtfGoldenTests
{
    const int OwnCount = 300;

    static readonly DateTimeOffset StoredAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Map_EveryPacket_StoresTheCandidateFieldByField(bool isReal) => ForEveryPacket(isReal, (record, stored) =>
    {
        var candidate = (GenericRecord)record.Get("candidate")!;
        var expected = Expected(candidate, ZtfStoredFields.Candidate, optionalFlag: false);
        AddPsf(expected, candidate, "psfFlux", "psfFluxErr", "snr_psf", "magpsf", "sigmapsf");
        AddPsf(expected, candidate, "apFlux", "apFluxErr", "snr_ap", "magap", "sigmagap");
        expected["band"] = Band(candidate);

        AssertSame(expected, stored.Alert["candidate"].AsBsonDocument);
        Assert.Equal(record.Get("candid") ?? candidate.Get("candid"), stored.Alert["_id"].AsInt64);
        Assert.Equal(BsonType.Int64, stored.Alert["_id"].BsonType);
        if (record.Get("objectId") is string objectId)
            Assert.Equal(objectId, stored.Alert["objectId"].AsString);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Map_EveryPacket_StoresTheHistoryFieldByField(bool isReal) => ForEveryPacket(isReal, (record, stored) =>
    {
        var detections = stored.Array("prv_candidates").ToDictionary(p => p["jd"].AsDouble);
        var limits = stored.Array("prv_nondetections").ToDictionary(p => p["jd"].AsDouble);
        var seen = new HashSet<(double, bool)>();
        foreach (var point in Records(record, "prv_candidates"))
        {
            var jd = (double)point.Get("jd")!;
            var isDetection = point.Get("magpsf") is not null;
            if (!(isDetection ? IsPair(point, "magpsf", "sigmapsf") && point.Get("isdiffpos") is not null : IsMagnitude(point.Get("diffmaglim")))
                || !seen.Add((jd, isDetection)))
                continue;
            var expected = Expected(point, ZtfStoredFields.PrvCandidate, optionalFlag: true);
            if (isDetection)
            {
                AddPsf(expected, point, "psfFlux", "psfFluxErr", "snr_psf", "magpsf", "sigmapsf");
                AddPsf(expected, point, "apFlux", "apFluxErr", "snr_ap", "magap", "sigmagap");
            }
            else
            {
                var limit = (float)point.Get("diffmaglim")!;
                expected["psfFluxErr"] = (double)(MathF.Pow(10f, (limit - 23.9f) / -2.5f) / 5f * 1e9f);
            }

            expected["band"] = Band(point);
            AssertSame(expected, (isDetection ? detections : limits)[jd]);
        }

        Assert.Equal(seen.Count(s => !s.Item2), limits.Count);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Map_EveryPacket_StoresForcedPhotometryFieldByField(bool isReal) => ForEveryPacket(isReal, (record, stored) =>
    {
        var points = stored.Array("fp_hists").ToDictionary(p => p["jd"].AsDouble);
        var seen = new HashSet<double>();
        foreach (var point in Records(record, "fp_hists"))
        {
            var jd = (double)point.Get("jd")!;
            if (Missing(point.Get("forcediffimfluxunc")) || point.Get("forcediffimfluxunc") is not > 0f || !IsMagnitude(point.Get("magzpsci")) || !seen.Add(jd))
                continue;
            var expected = Expected(point, ZtfStoredFields.FpHist, optionalFlag: true);
            foreach (var name in new[] { "forcediffimflux", "forcediffimfluxunc" })
            {
                if (Missing(point.Get(name)))
                    expected.Remove(name);
            }

            AddForced(expected, point);
            expected["band"] = Band(point);
            AssertSame(expected, points[jd]);
        }

        Assert.Equal(seen.Count, points.Count);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Map_EveryPacket_KeepsCutoutsAsSent(bool isReal) => ForEveryPacket(isReal, (record, stored) =>
    {
        foreach (var name in new[] { "cutoutScience", "cutoutTemplate", "cutoutDifference" })
        {
            if (record.Get(name) is GenericRecord cutout)
                Assert.Equal((byte[])cutout.Get("stampData")!, stored.Cutouts![name].AsByteArray);
            else
                Assert.False(stored.Cutouts?.Contains(name) ?? false);
        }
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Map_EveryPacket_StoresNoNullAndFrameFields(bool isReal) => ForEveryPacket(isReal, (_, stored) =>
    {
        foreach (var document in stored.All())
            AssertNoNull(document);
        var coordinates = stored.Alert["coordinates"].AsBsonDocument;
        var candidate = stored.Alert["candidate"].AsBsonDocument;
        Assert.Equal("Point", coordinates["radec_geojson"]["type"].AsString);
        Assert.Equal(candidate["ra"].AsDouble - 180, coordinates["radec_geojson"]["coordinates"][0].AsDouble);
        Assert.Equal(candidate["dec"].AsDouble, coordinates["radec_geojson"]["coordinates"][1].AsDouble);
        Assert.InRange(coordinates["l"].AsDouble, -180, 180);
        Assert.InRange(coordinates["b"].AsDouble, -90, 90);
        Assert.Equal(BsonType.Int64, coordinates["healpix_29"].BsonType);
        Assert.Equal(2461042.6278356481, stored.Alert["created_at"].AsDouble, 1e-9);
        Assert.Equal(stored.Alert["created_at"], stored.Alert["updated_at"]);
        Assert.Equal(stored.Insert["coordinates"], coordinates);
        Assert.Equal(["LSST", "DECAM"], stored.Insert["aliases"].AsBsonDocument.Names);
        Assert.Empty(stored.Insert["cross_matches"].AsBsonDocument);
    });

    static void ForEveryPacket(bool isReal, Action<GenericRecord, Stored> check)
    {
        var survey = new ZtfSurvey();
        var decoder = new ZtfDecoder();
        using var writer = new BsonWriter();
        var checkedCount = 0;
        foreach (var (name, packet) in isReal ? RealPackets() : OwnPackets())
        {
            var alerts = new List<ISurveyAlert>();
            Assert.Null(decoder.Decode(packet, alerts));
            var records = AvroOracle.Read(packet);
            Assert.Equal(records.Count, alerts.Count);
            for (var i = 0; i < records.Count; i++)
            {
                writer.Reset();
                var context = new MappingContext(new PacketOrigin("topic", 1, 2, 3), StoredAt, "boom test");
                try
                {
                    check(records[i], new Stored(survey.Map(alerts[i], context, writer)));
                }
                catch (Exception exception)
                {
                    throw new Xunit.Sdk.XunitException($"{name}: {exception.Message}");
                }

                checkedCount++;
            }
        }

        Assert.True(checkedCount >= (isReal ? 800 : OwnCount), $"only {checkedCount} alerts were checked");
    }

    static IEnumerable<(string Name, byte[] Packet)> RealPackets() => TestData.ZtfPackets()
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}snappy{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)));

    /// <summary>Of every kind of object that the simulated sky has, with histories, forced photometry, limits and cutouts.</summary>
    static IEnumerable<(string Name, byte[] Packet)> OwnPackets() =>
        new SimulatedNight(new SimulationOptions { Alerts = OwnCount, Seed = 5 }).Packets().Select(packet => ($"simulated {packet.Candid}", packet.ToArray()));

    static Dictionary<string, object> Expected(GenericRecord record, string list, bool optionalFlag)
    {
        var expected = new Dictionary<string, object>();
        foreach (var (name, type) in ZtfStoredFields.Parse(list))
        {
            var value = record.Get(name);
            if (name == "isdiffpos")
            {
                if (value is not null || !optionalFlag)
                    expected[name] = value is string text ? text.ToLowerInvariant() is "t" or "true" or "1" : Convert.ToInt64(value) == 1;
            }
            else if (name == "ssnamenr" && (value is "" || (value as string)?.ToLowerInvariant() == "null"))
            {
                continue;
            }
            else if (value is null)
            {
                // A field of another age of the schema: numbers that are always there count as 0.
                if (!type.EndsWith('?') && type[0] != 's')
                    expected[name] = type[0] switch { 'i' => (object)0, 'l' => 0L, _ => 0.0 };
            }
            else
            {
                expected[name] = value is float single ? (double)single : value;
            }
        }

        return expected;
    }

    static void AddPsf(Dictionary<string, object> expected, GenericRecord record, string flux, string fluxErr, string snr, string mag, string magErr)
    {
        if (!IsPair(record, mag, magErr))
            return;
        float m = (float)record.Get(mag)!, e = (float)record.Get(magErr)!;
        var f = MathF.Pow(10f, -0.4f * (m - 23.9f));
        var err = e / 1.0857362f * f;
        expected[flux] = (double)((bool)expected["isdiffpos"] ? f * 1e9f : -(f * 1e9f));
        expected[fluxErr] = (double)(err * 1e9f);
        expected[snr] = (double)(f / err);
    }

    static void AddForced(Dictionary<string, object> expected, GenericRecord record)
    {
        var zeroPoint = (float)record.Get("magzpsci")!;
        var unc = (float)record.Get("forcediffimfluxunc")!;
        var scale = Math.Pow(10, (23.9f - (double)zeroPoint) / 2.5);
        expected["psfFluxErr"] = (double)(float)(unc * 1e9 * scale);
        if (Missing(record.Get("forcediffimflux")))
            return;
        var flux = (float)record.Get("forcediffimflux")!;
        expected["psfFlux"] = (double)(float)(flux * 1e9 * scale);
        if (!(MathF.Abs(flux) / unc > 3))
            return;
        expected["magpsf"] = (double)((-2.5f * MathF.Log10(MathF.Abs(flux))) + zeroPoint);
        expected["sigmapsf"] = (double)(1.0857362f * (unc / MathF.Abs(flux)));
        expected["isdiffpos"] = flux > 0;
        expected["snr_psf"] = (double)(MathF.Abs(flux) / unc);
    }

    static void AssertSame(Dictionary<string, object> expected, BsonDocument actual)
    {
        var stored = actual.ToDictionary();

        // The candidate's own point has a drb besides.
        if (!expected.ContainsKey("drb"))
            stored.Remove("drb");
        Assert.Equal(expected.Keys.Order(), stored.Keys.Order());
        foreach (var (name, value) in expected)
            Assert.True(value.Equals(stored[name]), $"{name}: expected {value} ({value.GetType().Name}), stored {stored[name]} ({stored[name].GetType().Name})");
    }

    static void AssertNoNull(BsonValue value)
    {
        Assert.NotEqual(BsonType.Null, value.BsonType);
        var inner = value switch { BsonDocument document => document.Values, BsonArray array => array.AsEnumerable(), _ => [] };
        foreach (var item in inner)
            AssertNoNull(item);
    }

    static bool IsPair(GenericRecord record, string mag, string magErr) => IsMagnitude(record.Get(mag)) && record.Get(magErr) is > 0f and < 1e9f;

    static bool IsMagnitude(object? value) => value is > 0f and < 50f;

    static bool Missing(object? flux) => flux is null or -99999f or float.NaN;

    static string Band(GenericRecord record) => ((int)record.Get("fid")!) switch { 1 => "g", 2 => "r", _ => "i" };

    static IEnumerable<GenericRecord> Records(GenericRecord record, string name) =>
        record.Get(name) is System.Collections.IEnumerable items ? items.Cast<GenericRecord>() : [];

    sealed class Stored(AlertWrite write)
    {
        public BsonDocument Alert { get; } = Document(write.AlertDocument);

        public BsonDocument? Cutouts { get; } = write.CutoutsDocument.IsEmpty ? null : Document(write.CutoutsDocument);

        public BsonDocument Insert { get; } = Document(write.Object.InsertFields);

        public BsonDocument Set { get; } = Document(write.Object.SetFields);

        public IEnumerable<BsonDocument> Array(string name) =>
            write.Object.Arrays.Single(a => a.Name == name).Points.Select(p => Document(p.Document));

        public IEnumerable<BsonDocument> All() =>
            write.Object.Arrays.SelectMany(a => a.Points).Select(p => Document(p.Document)).Concat([Alert, Insert, Set]);

        static BsonDocument Document(ReadOnlyMemory<byte> bytes) =>
            MongoDB.Bson.Serialization.BsonSerializer.Deserialize<BsonDocument>(bytes.ToArray());
    }
}
