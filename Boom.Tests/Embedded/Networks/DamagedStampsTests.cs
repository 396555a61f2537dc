using Avro.Generic;
using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Storage.Sqlite;
using Boom.Testing;
using Boom.Tests.Core.Fits;
using Boom.Tests.Core.Surveys.Ztf;
using Boom.Tests.Inference;
using Boom.Tests.Pipeline;
using Boom.Tests.Support;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Embedded.Networks;

/// <summary>
/// A night of damaged and odd cutouts through the whole pipeline, in a process of its own, with a network that looks at cutouts and one that does not: every
/// alert has its properties and the right scores, each reason is stored, and memory stays bounded.
/// </summary>
public sealed class DamagedStampsTests(DamagedStampsTests.Night night) : IClassFixture<DamagedStampsTests.Night>
{
    const int Side = 63;

    /// <summary>What is put in the place of the difference image, and what is stored of it: the reason, or null for a score.</summary>
    static readonly (string Name, Func<byte[]?> Cutout, string? Reason)[] Cases =
    [
        ("as it was", () => null, null),
        ("truncated gzip", () => FitsBytes.Gzip(Square(Side, i => i))[..200], "stamp: cutoutDifference: "),
        ("not gzip", () => "no image at all"u8.ToArray(), "stamp: cutoutDifference: "),
        ("empty", () => [], "stamp: cutoutDifference: "),
        ("1 x 1", () => FitsBytes.Gzip(Square(1, _ => 5)), null),
        ("62 x 63", () => FitsBytes.Gzip(Image(-32, 62, 63, FitsBytes.Floats(new float[62 * 63]))), null),
        ("64 x 64", () => FitsBytes.Gzip(Square(64, i => i % 7)), null),
        ("201 x 51", () => FitsBytes.Gzip(Image(-32, 201, 51, FitsBytes.Floats([.. Enumerable.Range(0, 201 * 51).Select(i => (float)i)]))), null),
        ("NAXIS 0", () => FitsBytes.Gzip(FitsBytes.Header(Card("SIMPLE", "T"), Card("BITPIX", 8), Card("NAXIS", 0))), "stamp: cutoutDifference: "),
        ("NAXIS 3", () => FitsBytes.Gzip([.. FitsBytes.Header(Card("SIMPLE", "T"), Card("BITPIX", -32), Card("NAXIS", 3), Card("NAXIS1", 63), Card("NAXIS2", 63), Card("NAXIS3", 2)),
            .. new byte[63 * 63 * 8]]), "stamp: cutoutDifference: "),
        ("BITPIX 64", () => FitsBytes.Gzip(Image(64, Side, Side, new byte[Side * Side * 8])), null),
        ("BITPIX 16 with BSCALE and BZERO", () => FitsBytes.Gzip(FitsBytes.Image(16, Side, Side, new byte[Side * Side * 2], Card("BSCALE", 0.5), Card("BZERO", 32768))), null),
        ("header of three blocks", () => FitsBytes.Gzip(FitsBytes.Image(-32, Side, Side, new byte[Side * Side * 4], [.. Enumerable.Range(0, 80).Select(i => Card($"K{i}", i))])), null),
        ("tile-compressed", () => [.. FitsBytes.Header(Card("SIMPLE", "T"), Card("BITPIX", 8), Card("NAXIS", 0)),
            .. FitsBytes.Header("XTENSION= 'BINTABLE'", Card("BITPIX", 8), Card("NAXIS", 2), Card("NAXIS1", 8), Card("NAXIS2", 1), Card("PCOUNT", 0), Card("GCOUNT", 1), Card("ZIMAGE", "T"))],
            "stamp: cutoutDifference: "),
        ("all NaN", () => FitsBytes.Gzip(Square(Side, _ => float.NaN)), null),
        ("all zero", () => FitsBytes.Gzip(Square(Side, _ => 0)), null),
        ("all infinite", () => FitsBytes.Gzip(Square(Side, i => i % 2 == 0 ? float.PositiveInfinity : float.NegativeInfinity)), null),
        ("a header that claims a hundred thousand pixels a side", () => FitsBytes.Gzip(Image(-32, 100_000, 100_000, new byte[2880])), "stamp: cutoutDifference: "),
        ("200 MB of zeros behind the image", () => FitsBytes.Gzip([.. Square(Side, i => i), .. new byte[200_000_000]]), "stamp: cutoutDifference: "),
        ("200 MB of zeros and no image", () => FitsBytes.Gzip(new byte[200_000_000]), "stamp: cutoutDifference: "),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Night_Cutout_HasPropertiesTheRightScoresAndTheReason(string name)
    {
        var alert = night.Alert(name);
        var (_, _, reason) = Cases.Single(one => one.Name == name);

        Assert.True(alert.Contains("properties"));
        Assert.InRange(alert["classifications"]["numbers"].AsDouble, 0, 1);
        if (reason is null)
            Assert.InRange(alert["classifications"]["boom_rb"].AsDouble, 0, 1);
        else
            AssertSkipped(alert, reason);
    }

    [Fact]
    public void Night_OneOfThreeIsMissing_IsNamed() => AssertSkipped(night.Alert("no template"), "stamp: cutoutTemplate: it is missing");

    [Fact]
    public void Night_NoCutouts_SaysSo() => AssertSkipped(night.Alert("no cutouts"), "no cutouts");

    [Fact]
    public void Night_All_IsAccountedForWithoutADeadLetterAndWithinMemory()
    {
        Assert.Equal(0, night.ExitCode);
        Assert.Contains("\"deadLettered\":0", night.Account, StringComparison.Ordinal);
        Assert.Contains("\"unaccounted\":0", night.Account, StringComparison.Ordinal);
        Assert.InRange(night.PeakBytes, 1, 700_000_000);
    }

    static void AssertSkipped(BsonDocument alert, string reason)
    {
        Assert.True(alert.Contains("properties"));
        Assert.False(alert["classifications"].AsBsonDocument.Contains("boom_rb"));
        Assert.StartsWith(reason, alert["boom"]["enrichment"]["models"]["boom_rb"]["skipped"].AsString, StringComparison.Ordinal);
    }

    static string Card(string keyword, object value) => FitsBytes.Card(keyword, value);

    static byte[] Image(int bitpix, int width, int height, byte[] data) => FitsBytes.Image(bitpix, width, height, data);

    static byte[] Square(int side, Func<int, float> pixel) => Image(-32, side, side, FitsBytes.Floats([.. Enumerable.Range(0, side * side).Select(pixel)]));

    /// <summary>The night, played once for all tests.</summary>
    public sealed class Night : IAsyncLifetime
    {
        readonly TemporaryFolder _folder = new();
        readonly Dictionary<string, long> _candids = new(StringComparer.Ordinal);
        readonly Dictionary<long, BsonDocument> _alerts = [];

        public int ExitCode { get; private set; }

        public string Account { get; private set; } = "";

        public long PeakBytes { get; private set; }

        string Data => Path.Combine(_folder.Path, "data");

        internal BsonDocument Alert(string name) => _alerts[_candids[name]];

        public async ValueTask InitializeAsync()
        {
            var packets = Directory.CreateDirectory(Path.Combine(_folder.Path, "packets")).FullName;
            WritePackets(packets);
            WriteNetwork();
            var log = Path.Combine(_folder.Path, "play.log");
            await using var play = ChildProcess.StartStage(
                "play", "boom", ["play", packets, "--survey", "ztf", "--json", "--data", Data],
                new Dictionary<string, string?> { ["Models__Networks"] = "boom_rb, numbers", ["Enricher__InferenceThreads"] = "2" }, log);
            while (!await play.WaitAsync(TimeSpan.FromMilliseconds(100), CancellationToken.None))
                PeakBytes = Math.Max(PeakBytes, play.ResidentBytes);
            ExitCode = play.ExitCode;
            Account = await File.ReadAllTextAsync(log);
            using var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(Data, "boom.db"), CreateIfMissing = false });
            foreach (var (candid, document) in await store.ReadAlertsAsync(Survey.Ztf, [.. _candids.Values], CancellationToken.None))
                _alerts[candid] = StoreFixture.Parse(document);
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return default;
        }

        void WritePackets(string folder)
        {
            List<(string Name, Action<GenericRecord> Change)> changes =
            [
                .. Cases.Select(one => (one.Name, new Action<GenericRecord>(record => Replace(record, one.Cutout())))),
                ("no template", record => record.Add("cutoutTemplate", null)),
                ("no cutouts", record => Array.ForEach(["cutoutScience", "cutoutTemplate", "cutoutDifference"], cutout => record.Add(cutout, null))),
            ];
            var packets = new SimulatedNight(new SimulationOptions { Alerts = changes.Count, Seed = 12 }).Packets().ToList();
            for (var i = 0; i < changes.Count; i++)
            {
                _candids[changes[i].Name] = packets[i].Candid;
                File.WriteAllBytes(Path.Combine(folder, FormattableString.Invariant($"{packets[i].Candid}.avro")), ZtfPacketEdits.Changed(packets[i].ToArray(), changes[i].Change));
            }
        }

        static void Replace(GenericRecord record, byte[]? cutout)
        {
            if (cutout is not null)
                record.Record("cutoutDifference").Add("stampData", cutout);
        }

        void WriteNetwork()
        {
            var models = Directory.CreateDirectory(Path.Combine(Data, "models")).FullName;
            File.WriteAllBytes(Path.Combine(models, "numbers.onnx"), TinyNetwork.BuildNumbers(2, 0.1f));
            File.WriteAllText(Path.Combine(models, "numbers.json"), """
                {
                  "key": "numbers", "survey": "ztf", "version": "1", "file": "numbers.onnx", "output": "score",
                  "inputs": { "values": { "columns": ["candidate.fwhm", "candidate.scorr"] } }
                }
                """);
        }
    }
}
