using Avro;
using Avro.Generic;
using Boom.Tests.Core.Avro;
using Boom.Tests.Support;

namespace Boom.Tests.Core.Surveys.Decam;

/// <summary>DESIRT packets: real ones, and of our own, written by Apache.Avro.</summary>
static class DecamPackets
{
    const string Measurement = """
        {"name": "mjd", "type": "double"},
        {"name": "forcediffimflux", "type": "double"},
        {"name": "forcediffimfluxunc", "type": "double"},
        {"name": "forcediffimmag", "type": "double"},
        {"name": "forcediffimmagunc", "type": "double"},
        {"name": "band", "type": "string"},
        {"name": "diffmaglim", "type": "double"},
        {"name": "isdiffpos", "type": "long"},
        """;

    const string Schema = $$$$"""
        {"type": "record", "name": "alert", "namespace": "desirt", "fields": [
            {"name": "publisher", "type": "string"},
            {"name": "objectId", "type": "string"},
            {"name": "candid", "type": "long"},
            {"name": "candidate", "type": {"type": "record", "name": "Candidate", "fields": [
                {{{{Measurement}}}}
                {"name": "ra", "type": "double"},
                {"name": "dec", "type": "double"},
                {"name": "psfFlux", "type": "double"},
                {"name": "psfFluxErr", "type": "double"},
                {"name": "reliability", "type": ["null", "double"]}]}},
            {"name": "fp_hists", "type": {"type": "array", "items": {"type": "record", "name": "FpHist", "fields": [
                {{{{Measurement}}}}
                {"name": "psfFlux", "type": "double"},
                {"name": "psfFluxErr", "type": "double"}]}}},
            {"name": "cutoutScience", "type": "bytes"},
            {"name": "cutoutTemplate", "type": "bytes"},
            {"name": "cutoutDifference", "type": "bytes"}]}
        """;

    static readonly RecordSchema Parsed = (RecordSchema)global::Avro.Schema.Parse(Schema);

    /// <summary>The published packet.</summary>
    public static byte[] Published() => File.ReadAllBytes(Path.Combine(TestData.Require(), "alerts", "decam", "desirt_65346.avro"));

    /// <summary>A packet of our own.</summary>
    /// <param name="seed">Its numbers.</param>
    /// <param name="points">Points of forced photometry.</param>
    /// <param name="change">Changes the record.</param>
    public static byte[] Own(int seed, int points = 3, Action<GenericRecord>? change = null)
    {
        var random = new Random(seed);
        var record = new GenericRecord(Parsed);
        record.Add("publisher", "DESIRT");
        record.Add("objectId", $"c4d_{seed}");
        record.Add("candid", (long)seed);
        var candidate = Measure(new GenericRecord((RecordSchema)Parsed["candidate"].Schema), random, 61000);
        candidate.Add("ra", random.NextDouble() * 360);
        candidate.Add("dec", (random.NextDouble() * 180) - 90);
        candidate.Add("reliability", random.Next(3) == 0 ? null : random.NextDouble());
        record.Add("candidate", candidate);
        var item = (RecordSchema)((ArraySchema)Parsed["fp_hists"].Schema).ItemSchema;
        record.Add("fp_hists", Enumerable.Range(0, points).Select(i => Measure(new GenericRecord(item), random, 61000 - random.Next(0, 3 * points))).ToArray());
        foreach (var name in new[] { "cutoutScience", "cutoutTemplate", "cutoutDifference" })
        {
            var image = new byte[random.Next(20, 200)];
            random.NextBytes(image);
            record.Add(name, image);
        }

        change?.Invoke(record);
        return AvroOracle.Container(Parsed, [record], global::Avro.File.Codec.Type.Null);
    }

    static GenericRecord Measure(GenericRecord record, Random random, double mjd)
    {
        string[] bands = ["g", "r", "i", "z", "Y", "VR", "u"];
        var flux = (random.NextDouble() * 40) - 20;
        record.Add("mjd", mjd);
        record.Add("forcediffimflux", flux);
        record.Add("forcediffimfluxunc", random.Next(6) == 0 ? 0.0 : random.NextDouble() * 5);
        record.Add("forcediffimmag", 23.9 - (2.5 * Math.Log10(Math.Abs(flux))));
        record.Add("forcediffimmagunc", 0.01 + random.NextDouble());
        record.Add("band", bands[random.Next(bands.Length)]);
        record.Add("diffmaglim", 22 + random.NextDouble());
        record.Add("isdiffpos", flux > 0 ? 1L : 0L);
        record.Add("psfFlux", flux * 1000);
        record.Add("psfFluxErr", 1.0);
        return record;
    }
}
