using System.Text.Json.Nodes;
using Avro;
using Avro.Generic;
using Boom.Core.Surveys.Winter;
using Boom.Tests.Core.Avro;
using Boom.Tests.Core.Surveys.Ztf;
using Boom.Tests.Support;

namespace Boom.Tests.Core.Surveys.Winter;

/// <summary>WINTER packets: real ones, and of our own, of the schemas of 2022, 2024 and 2026, written by Apache.Avro.</summary>
static class WinterPackets
{
    /// <summary>Marks a field that the survey's schema declares a second time under the name before it.</summary>
    const string Again = "__again";

    // Fields of the candidate: d double, f float, i int, l long, s string, b boolean; ? with null; the branches of other unions.
    static readonly Dictionary<int, string> Candidates = new()
    {
        [2022] = "jd:d xpos:f? ra:d dec:d diffmaglim:f? isdiffpos:fid magpsf:f sigmapsf:f chipsf:f? sharpnr:f? fwhm:f? nneg:i? psra1:d psdec1:d ndethist:i? ncovhist:i? "
            + "jdstarthist:d? scorr:d? tooflag:i? objectidps1:l? sgmag1:f? tmjmag1:f? objectidtm1:l? nmtchps:i rfid:l? jdstartref:d? exptime:f?",
        [2024] = $"candid:l deprecated:b jd:d fid:i exptime:f ndethist:i jdstarthist:d jdendhist:d progname:s programid:i isdiffpos:b field:i ra:d dec:d magzpsci:f? "
            + $"diffmaglim:f? magpsf:f sigmapsf:f chipsf:f? magap:f? nneg:i? scorr:d? rb:f? rbversion:s? ssnamenr:s? tooflag:b nmtchps:i psobjectid1:f? sgmag1:f? sgmag1{Again}:f? "
            + "srmag1:f? sgscore1:f? distpsnr1:f? tmobjectid1:s? neargaia:f? maggaiabright:f?",
        [2026] = "candid:l deprecated:b jd:d fid:i exptime:f ndethist:i jdstarthist:d jdendhist:d progname:s programid:i isdiffpos:b fieldid:i boardid:i ra:d dec:d magzpsci:f? "
            + "diffmaglim:f? magpsf:f sigmapsf:f rb:f? rbversion:s? xrb:f? xrbversion:s? tooflag:b nmtchps:i sgmag1:f? ps1class1:f? ps1strmprobstar1:fns ps1strmclass2:fns "
            + "ps1strmphotoz3:f? distgaia:f? plxgaia:f? ruwegaiabright:f? ztfname:s? distztf:f?",
    };

    static readonly Dictionary<int, string> Histories = new()
    {
        [2022] = "jd:d diffmaglim:f? program:s? candid:l? isdiffpos:s? nid:i? field:i? xpos:f? ra:d? dec:d? magpsf:f? sigmapsf:f? fwhm:f? scorr:f?",
        [2024] = "candid:l? progname:s jd:d fid:i isdiffpos:b fieldid:i ra:d dec:d magpsf:f sigmapsf:f fwhm:f? scorr:d?",
        [2026] = "candid:l? progname:s jd:d fid:i isdiffpos:b diffmaglim:f? fieldid:i ra:d dec:d magpsf:f sigmapsf:f fwhm:f? scorr:d?",
    };

    /// <summary>The years of the schemas.</summary>
    public static int[] Years => [.. Candidates.Keys];

    /// <summary>The published packets, each year's in a folder.</summary>
    public static string[] Published(string folder) =>
        [.. Directory.GetFiles(Path.Combine(TestData.Require(), "alerts", "winter", folder), "*.avro").Order(StringComparer.Ordinal)];

    /// <summary>The published packet whose values are known.</summary>
    public static byte[] Known() => File.ReadAllBytes(Published("v2024").Single(path => Path.GetFileName(path) == "3608694.avro"));

    /// <summary>A packet of our own; of 2024 with a field declared twice.</summary>
    /// <param name="year">Of the schema.</param>
    /// <param name="seed">Its numbers.</param>
    /// <param name="points">Points of history.</param>
    /// <param name="change">Changes the record.</param>
    public static byte[] Own(int year, int seed, int points = 3, Action<GenericRecord>? change = null)
    {
        var random = new Random(seed);
        var schema = (RecordSchema)global::Avro.Schema.Parse(Schema(year));
        var record = (GenericRecord)Fill(schema, random)!;
        record.Add("candid", (long)seed);
        record.Add(year == 2022 ? "objectId" : "objectid", $"WNTR{year}{seed}");
        Place(record.Record("candidate"), random, 2461000.7);
        var history = ((UnionSchema)schema["prv_candidates"].Schema).Schemas.OfType<ArraySchema>().Single().ItemSchema;
        record.Add("prv_candidates", Enumerable.Range(0, points).Select(_ => Place((GenericRecord)Fill(history, random)!, random, 2461000.7 - random.Next(2 * points))).ToArray());
        change?.Invoke(record);
        var packet = AvroOracle.Container(schema, [record], global::Avro.File.Codec.Type.Null);
        return ZtfPacketEdits.WithSchema(packet, text => text.Replace(Again, "", StringComparison.Ordinal));
    }

    /// <summary>The packet with every field that is declared again renamed, so that strict readers take it.</summary>
    public static byte[] Repaired(byte[] packet) => ZtfPacketEdits.WithSchema(packet, schema =>
    {
        var root = JsonNode.Parse(schema)!;
        Repair(root);
        return root.ToJsonString();
    });

    /// <summary>The band of a filter number, counted from 1.</summary>
    public static string? BandOf(object? fid) => fid switch { 1 => "y", 2 => "j", 3 => "h", _ => null };

    /// <summary>A survey that counts filters from a number.</summary>
    public static WinterSurvey Survey(string firstFilter = "1") => new(new Boom.Core.Surveys.SurveySettings(
        new Dictionary<(Boom.Core.Surveys.Survey, string), string> { [(Boom.Core.Surveys.Survey.Winter, WinterFilters.Setting.Name)] = firstFilter }));

    static void Repair(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                Repair(item);
        }
        else if (node is JsonObject part)
        {
            var seen = new HashSet<string>();
            foreach (var field in part["fields"]?.AsArray() ?? [])
            {
                if (!seen.Add((string)field!["name"]!))
                    field["name"] = (string)field["name"]! + Again;
            }

            foreach (var (_, inner) in part)
                Repair(inner);
        }
    }

    static GenericRecord Place(GenericRecord record, Random random, double jd)
    {
        record.Add("jd", jd);
        record.Add("ra", random.NextDouble() * 360);
        record.Add("dec", (random.NextDouble() * 180) - 90);
        record.Add("magpsf", 10 + (10 * random.NextSingle()));
        record.Add("sigmapsf", 0.01f + random.NextSingle());
        if (record.Schema.Contains("fid"))
            record.Add("fid", random.Next(0, 6));
        if (record.Schema["isdiffpos"].Schema is UnionSchema { Count: 3 })
            record.Add("isdiffpos", (object)(random.Next(3) switch { 0 => 1f, 1 => 0, _ => 1.0 }));
        return record;
    }

    static object? Fill(Schema schema, Random random) => schema switch
    {
        UnionSchema union => random.Next(4) == 0 && union.Schemas.Any(IsNull) ? null : Fill(union.Schemas.Where(branch => !IsNull(branch)).ElementAt(random.Next(union.Schemas.Count(branch => !IsNull(branch)))), random),
        RecordSchema record => Fill(record, random),
        ArraySchema => Array.Empty<object>(),
        { Tag: global::Avro.Schema.Type.Boolean } => random.Next(2) == 0,
        { Tag: global::Avro.Schema.Type.Int } => random.Next(-1000, 1000),
        { Tag: global::Avro.Schema.Type.Long } => random.NextInt64(),
        { Tag: global::Avro.Schema.Type.Float } => random.Next(10) == 0 ? -999f : 100 * random.NextSingle(),
        { Tag: global::Avro.Schema.Type.Double } => 1000 * random.NextDouble(),
        { Tag: global::Avro.Schema.Type.Bytes } => Image(random),
        _ => $"text {random.Next(1000)} é",
    };

    static GenericRecord Fill(RecordSchema schema, Random random)
    {
        var record = new GenericRecord(schema);
        foreach (var field in schema.Fields)
            record.Add(field.Name, Fill(field.Schema, random));
        return record;
    }

    static byte[] Image(Random random)
    {
        var image = new byte[random.Next(20, 200)];
        random.NextBytes(image);
        return image;
    }

    static bool IsNull(Schema schema) => schema.Tag == global::Avro.Schema.Type.Null;

    static string Schema(int year)
    {
        var (id, cutout) = year == 2022 ? ("objectId", "cutout") : ("objectid", "cutout_");
        string Image(string name) => cutout + (year == 2022 ? name : name.ToLowerInvariant());
        return $$$$"""
            {"type": "record", "name": "winter.alert", "fields": [
                {"name": "schemavsn", "type": "string"},
                {"name": "publisher", "type": "string"},
                {"name": "{{{{id}}}}", "type": "string"},
                {"name": "candid", "type": "long"},
                {"name": "candidate", "type": {"type": "record", "name": "winter.alert.candidate", "fields": [{{{{Fields(Candidates[year])}}}}]}},
                {"name": "prv_candidates", "type": [{"type": "array", "items":
                    {"type": "record", "name": "winter.alert.prv_candidate", "fields": [{{{{Fields(Histories[year])}}}}]}}, "null"]},
                {"name": "{{{{Image("Science")}}}}", "type": "bytes"},
                {"name": "{{{{Image("Template")}}}}", "type": "bytes"},
                {"name": "{{{{Image("Difference")}}}}", "type": "bytes"}]}
            """;
    }

    static string Fields(string list) => string.Join(",", list.Split(' ').Select(field =>
    {
        var (name, type) = (field.Split(':')[0], field.Split(':')[1]);
        var types = type.Replace("?", "n", StringComparison.Ordinal).Select(letter => letter switch
        {
            'd' => "\"double\"",
            'f' => "\"float\"",
            'i' => "\"int\"",
            'l' => "\"long\"",
            'b' => "\"boolean\"",
            'n' => "\"null\"",
            _ => "\"string\"",
        }).ToList();
        return $$"""{"name": "{{name}}", "type": {{(types.Count == 1 ? types[0] : $"[{string.Join(",", types)}]")}}}""";
    }));
}
