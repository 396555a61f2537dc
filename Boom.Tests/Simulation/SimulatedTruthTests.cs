using Avro.Generic;
using Boom.Simulation;
using Boom.Simulation.LightCurves;
using Boom.Simulation.Objects;
using Boom.Tests.Core.Avro;
using Xunit;

namespace Boom.Tests.Simulation;

public sealed class SimulatedTruthTests
{
    static readonly SimulatedNight _night = new(new SimulationOptions { Seed = 13, Alerts = 700 });

    [Fact]
    public void FpHists_AllButArtefacts_AgreeWithTheTruthWithinTheirErrors()
    {
        var deviations = _night.Packets().Where(p => p.Class != ObjectClass.Artefact).SelectMany(ForcedDeviations).ToList();

        Assert.True(deviations.Count > 5000);
        Assert.Equal(0, deviations.Average(), 0.05);
        Assert.Equal(1, deviations.Average(d => d * d), 0.07);
        Assert.All(deviations, d => Assert.InRange(d, -6.5, 6.5));
    }

    [Fact]
    public void Candidate_AllButArtefacts_AgreeWithTheTruthWithinTheirErrors()
    {
        foreach (var packet in _night.Packets().Where(p => p.Class != ObjectClass.Artefact))
        {
            var candidate = (GenericRecord)AvroOracle.Read(packet.ToArray())[0]["candidate"];
            var flux = FluxMicroJy((float)candidate["magpsf"]) * ((string)candidate["isdiffpos"] == "t" ? 1 : -1);
            var error = Math.Abs(flux) * (float)candidate["sigmapsf"] / 1.0857362;

            Assert.InRange((flux - packet.Truth().DifferenceFluxMicroJy(packet.Jd, packet.Fid)) / error, -6.5, 6.5);
        }
    }

    [Fact]
    public void Candidate_FaintOnes_HaveFiveSigmaNearTheLimit()
    {
        var faint = _night.Packets().Select(p => (GenericRecord)AvroOracle.Read(p.ToArray())[0]["candidate"])
            .Where(c => (float)c["magnr"] > 20 && (float)c["sigmapsf"] > 0.19f).ToList();

        Assert.NotEmpty(faint);
        Assert.All(faint, c => Assert.Equal((float)c["diffmaglim"], (float)c["magpsf"], 0.35f));
    }

    [Fact]
    public void DifferenceFluxMicroJy_Supernova_IsGreatestAtItsPeak()
    {
        foreach (var truth in _night.Truths().Where(t => t.LightCurve is TransientCurve))
        {
            var peak = ((TransientCurve)truth.LightCurve).R;

            Assert.Equal(peak.PeakMagnitude, truth.DifferenceMagnitude(peak.PeakJd, 2), 1e-6);
            Assert.True(truth.DifferenceMagnitude(peak.PeakJd - 1, 2) > peak.PeakMagnitude);
            Assert.True(truth.DifferenceMagnitude(peak.PeakJd + 1, 2) > peak.PeakMagnitude);
        }
    }

    [Fact]
    public void DifferenceMagnitude_SupernovaFarFromPeak_ChangesAtTheStatedRates()
    {
        var truth = _night.Truths().First(t => t.Class == ObjectClass.SnIa);
        var peak = ((TransientCurve)truth.LightCurve).G;
        double Rate(double jd) => truth.DifferenceMagnitude(jd + 1, 1) - truth.DifferenceMagnitude(jd, 1);

        Assert.Equal(peak.RiseRateMagPerDay, Rate(peak.PeakJd - (10 * peak.RiseDays)), 0.005);
        Assert.Equal(peak.FadeRateMagPerDay, Rate(peak.PeakJd + (10 * peak.FadeDays)), 0.005);
    }

    [Fact]
    public void DifferenceFluxMicroJy_Pulsator_RepeatsWithItsPeriod()
    {
        var truth = _night.Truths().First(t => t.Class == ObjectClass.RrLyrae);
        var period = ((OscillatingCurve)truth.LightCurve).Oscillations[0].PeriodDays;

        Assert.Equal(truth.DifferenceFluxMicroJy(2461000, 1), truth.DifferenceFluxMicroJy(2461000 + (7 * period), 1), 1e-3);
    }

    [Fact]
    public void DifferenceMagnitude_AsteroidAnHourLater_IsGone()
    {
        var truth = _night.Truths().First(t => t.Class == ObjectClass.Asteroid);
        var curve = (PassingCurve)truth.LightCurve;

        Assert.Equal(curve.MagnitudeG, truth.DifferenceMagnitude(curve.PassageJd, 1), 1e-6);
        Assert.Equal(double.PositiveInfinity, truth.DifferenceMagnitude(curve.PassageJd + 0.04, 1));
    }

    [Fact]
    public void Candidate_EveryPacket_LiesWhereTheTruthIs()
    {
        foreach (var packet in _night.Packets())
        {
            var candidate = (GenericRecord)AvroOracle.Read(packet.ToArray())[0]["candidate"];
            var position = packet.Truth().Position;

            Assert.InRange(((double)candidate["dec"] - position.DecDegrees) * 3600, -2.5, 2.5);
            Assert.InRange(
                ((double)candidate["ra"] - position.RaDegrees) * 3600 * Math.Cos(position.DecDegrees * Math.PI / 180), -2.5, 2.5);
        }
    }

    static IEnumerable<double> ForcedDeviations(SimulatedPacket packet)
    {
        var truth = packet.Truth();
        foreach (var point in ((object[])AvroOracle.Read(packet.ToArray())[0]["fp_hists"]).Cast<GenericRecord>())
        {
            if ((string)point["procstatus"] == "61")
                continue;
            var scale = Math.Pow(10, 0.4 * ((float)point["magzpsci"] - 23.9));
            var expected = truth.DifferenceFluxMicroJy((double)point["jd"], (int)point["fid"]) * scale;
            yield return ((float)point["forcediffimflux"] - expected) / (float)point["forcediffimfluxunc"];
        }
    }

    static double FluxMicroJy(double magnitude) => Math.Pow(10, -0.4 * (magnitude - 23.9));
}
