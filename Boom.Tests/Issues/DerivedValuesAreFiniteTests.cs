using System.Text;
using Avro.Generic;
using Boom.Core.Bson;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Tests.Core.Avro;
using Boom.Tests.Core.Surveys.Ztf;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>NaN and infinities were stored as fluxes, errors, ratios and rates, whatever the packet held instead of a number.</summary>
public sealed class DerivedValuesAreFiniteTests
{
    const int Packets = 4;
    const int Copies = 250;

    static readonly float[] Hostile =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, -999, -99999, -1005.48f, 0, -0f, 99, 999, 1e-45f, 1e-30f, -1e-30f, 1e20f,
        float.MaxValue, float.MinValue, 49.99f, 1e-3f,
    ];

    [Fact]
    public void Decode_HostileNumbers_DerivesFiniteOnes()
    {
        var random = new Random(20260102);
        var alerts = new List<ISurveyAlert>();
        foreach (var packet in ZtfPacketEdits.Rich(Packets))
        {
            var spoilt = ZtfPacketEdits.ChangedCopies(packet, Copies, record => Spoil(record, random, random.NextDouble() * random.NextDouble()));
            var fault = new ZtfDecoder().Decode(spoilt, alerts);
            Assert.Contains(fault!.Reason, (string[])["photometry", "coordinates", "jd"]);
        }

        Assert.InRange(alerts.Count, Packets * Copies / 5, Packets * Copies * 4 / 5);
        foreach (var alert in alerts)
            ZtfDerivedValues.AssertFinite((ZtfAlert)alert, LsstObject(random));
    }

    [Fact]
    public void Enrich_HostileStoredPoints_GivesFiniteNumbers()
    {
        var random = new Random(20260103);
        for (var round = 0; round < 3000; round++)
            ZtfDerivedValues.AssertFiniteProperties(StoredAlert(random), StoredObject(random), LsstObject(random));
    }

    [Fact]
    public void Decode_EveryRealPacket_DerivesFiniteNumbers()
    {
        var decoder = new ZtfDecoder();
        foreach (var path in TestData.ZtfPackets())
        {
            var alerts = new List<ISurveyAlert>();
            Assert.Null(decoder.Decode(File.ReadAllBytes(path), alerts));
            foreach (var alert in alerts)
                ZtfDerivedValues.AssertFinite((ZtfAlert)alert);
        }
    }

    static void Spoil(GenericRecord record, Random random, double share)
    {
        foreach (var part in (GenericRecord[])[record.Record("candidate"), .. record.Records("prv_candidates"), .. record.Records("fp_hists")])
        {
            foreach (var field in part.Schema.Fields)
            {
                var value = part.Get(field.Name);
                if (value is float single && random.NextDouble() < share)
                    part.Add(field.Name, Number(random, single));
                else if (value is double number && random.NextDouble() < share * 0.2)
                    part.Add(field.Name, (double)Number(random, (float)number) * (random.Next(10) == 0 ? 1e200 : 1));
            }
        }
    }

    static float Number(Random random, float sound) => random.Next(4) switch
    {
        0 => sound,
        1 => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)),
        _ => Hostile[random.Next(Hostile.Length)],
    };

    static byte[] StoredAlert(Random random)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        writer.String("objectId"u8, "ZTF18aaaaaaa");
        var candidate = writer.BeginDocument("candidate"u8);
        writer.Double("jd"u8, 2460310.5 + random.Next(100));
        foreach (var name in (string[])["ssdistnr", "ssmagnr", "neargaiabright", "maggaiabright", "sgscore1", "distpsnr1", "srmag1", "szmag1"])
            writer.Double(Encoding.UTF8.GetBytes(name), Number(random, 10));
        writer.End(candidate);
        return writer.EndRoot().ToArray();
    }

    static byte[] StoredObject(Random random)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        Points(writer, "prv_candidates", random);
        Points(writer, "fp_hists", random);
        return writer.EndRoot().ToArray();
    }

    static byte[] LsstObject(Random random) => random.Next(3) == 0 ? [] : StoredObject(random);

    static void Points(BsonWriter writer, string name, Random random)
    {
        var array = writer.BeginArray(Encoding.UTF8.GetBytes(name));
        var count = random.Next(12);
        for (var i = 0; i < count; i++)
        {
            var point = writer.BeginDocument(Encoding.UTF8.GetBytes($"{i}"));
            writer.Double("jd"u8, random.Next(8) == 0 ? Number(random, 0) : 2460310.5 + (random.NextDouble() * 100));
            writer.Double("magpsf"u8, random.Next(4) == 0 ? Number(random, 19) : 15 + (random.NextSingle() * 6));
            writer.Double("sigmapsf"u8, random.Next(3) == 0 ? Number(random, 0.1f) : 0.01f + (random.NextSingle() * 0.2f));
            writer.Double("snr_psf"u8, random.Next(6) == 0 ? Number(random, 9) : 10f);
            writer.Double("magzpsci"u8, 26f);
            writer.Double("forcediffimfluxunc"u8, 20f);
            writer.String("procstatus"u8, "0");
            writer.String("band"u8, random.Next(2) == 0 ? "g" : "r");
            writer.End(point);
        }

        writer.End(array);
    }
}
