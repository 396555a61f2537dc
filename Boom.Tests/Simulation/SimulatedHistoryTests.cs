using Avro.Generic;
using Boom.Simulation;
using Boom.Tests.Core.Avro;
using Xunit;

namespace Boom.Tests.Simulation;

public sealed class SimulatedHistoryTests
{
    static readonly string[] _pointFields = ["candid", "isdiffpos", "ra", "dec", "magpsf", "sigmapsf", "magap", "rb", "scorr", "diffmaglim", "pid"];

    static readonly SimulatedNight _night = new(new SimulationOptions { Seed = 11, Alerts = 300 });
    static readonly List<(SimulatedPacket Packet, GenericRecord Record)> _packets =
        [.. _night.Packets().Select(packet => (packet, AvroOracle.Read(packet.ToArray())[0]))];

    [Fact]
    public void PrvCandidates_EveryPacket_RunStrictlyUpToTheAlertWithinThirtyDays()
    {
        foreach (var (packet, record) in _packets)
        {
            var times = Points(record, "prv_candidates").Select(p => (double)p["jd"]).ToList();

            Assert.All(times, jd => Assert.InRange(jd, packet.Jd - 30, packet.Jd - 1e-6));
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First < pair.Second));
            Assert.InRange(times.Count, 3, 70);
        }
    }

    [Fact]
    public void FpHists_EveryPacket_RunStrictlyDownOverTheSameExposures()
    {
        foreach (var (_, record) in _packets)
        {
            var forced = Points(record, "fp_hists").Select(p => (double)p["jd"]).ToList();

            Assert.Equal(Points(record, "prv_candidates").Select(p => (double)p["jd"]).Reverse(), forced);
        }
    }

    [Fact]
    public void PrvCandidates_NonDetections_HaveALimitAndNothingElse()
    {
        var limits = _packets.SelectMany(p => Points(p.Record, "prv_candidates")).Where(p => p["magpsf"] is null).ToList();

        Assert.NotEmpty(limits);
        Assert.All(limits, limit =>
        {
            Assert.InRange((float)limit["diffmaglim"], 18, 21.5f);
            Assert.Equal((null, null, null, null), (limit["sigmapsf"], limit["isdiffpos"], limit["candid"], limit["magap"]));
        });
    }

    [Fact]
    public void PrvCandidates_SecondVisit_CarryTheFirstAsItWasSent()
    {
        var revisits = _packets.GroupBy(p => p.Packet.ObjectOrdinal).Where(g => g.Count() > 1).ToList();

        Assert.NotEmpty(revisits);
        Assert.All(revisits, visits =>
        {
            var first = (GenericRecord)visits.First().Record["candidate"];
            var point = Assert.Single(Points(visits.Last().Record, "prv_candidates"), p => (double)p["jd"] == (double)first["jd"]);
            Assert.All(_pointFields, field => Assert.Equal(first[field], point[field]));
        });
    }

    [Fact]
    public void Histories_SecondVisit_RepeatTheFirstOnes()
    {
        foreach (var visits in _packets.GroupBy(p => p.Packet.ObjectOrdinal).Where(g => g.Count() > 1))
        {
            var (early, late) = (visits.First().Record, visits.Last().Record);
            Assert.Equal(early["objectId"], late["objectId"]);
            foreach (var array in (string[])["prv_candidates", "fp_hists"])
            {
                var later = Points(late, array).ToDictionary(p => (double)p["jd"]);
                var common = Points(early, array).Where(p => later.ContainsKey((double)p["jd"])).ToList();
                Assert.All(common, point => Assert.Equal(point, later[(double)point["jd"]]));
                Assert.NotEmpty(common);
            }
        }
    }

    [Fact]
    public void Candidate_EveryPacket_CountsItsDetections()
    {
        foreach (var (packet, record) in _packets)
        {
            var candidate = (GenericRecord)record["candidate"];
            var detections = Points(record, "prv_candidates").Where(p => p["magpsf"] is not null).Select(p => (double)p["jd"]).ToList();

            Assert.True((int)candidate["ndethist"] >= detections.Count + 1);
            Assert.True((int)candidate["ncovhist"] >= (int)candidate["ndethist"]);
            Assert.InRange((double)candidate["jdstarthist"], 2458190, detections.Append(packet.Jd).Min());
            Assert.Equal(packet.Jd, candidate["jdendhist"]);
        }
    }

    [Fact]
    public void FpHists_WholeNight_NearlyAllAreWithoutComplaint()
    {
        var codes = _packets.SelectMany(p => Points(p.Record, "fp_hists")).Select(p => (string)p["procstatus"]).ToList();

        Assert.InRange(codes.Count(code => code == "0") / (double)codes.Count, 0.88, 0.98);
        Assert.Contains("61", codes);
        Assert.Contains("56", codes);
    }

    static IEnumerable<GenericRecord> Points(GenericRecord record, string array) => ((object[])record[array]).Cast<GenericRecord>();
}
