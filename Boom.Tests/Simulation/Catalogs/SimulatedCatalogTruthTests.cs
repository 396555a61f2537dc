using Avro.Generic;
using Boom.Core.Sky;
using Boom.Simulation;
using Boom.Simulation.Objects;
using Boom.Tests.Core.Avro;
using Xunit;

namespace Boom.Tests.Simulation.Catalogs;

public sealed class SimulatedCatalogTruthTests
{
    static readonly SimulationOptions _options = new() { Seed = 5, Alerts = 2500 };
    static readonly SimulatedNight _night = new(_options);
    static readonly CatalogRows _rows = new([_options]);

    [Fact]
    public void Ned_HostOfAnObject_PassesTheRuleAtItsRedshift()
    {
        var hosted = _night.Truths().Where(truth => truth.Host is not null).ToList();

        Assert.True(hosted.Count(truth => truth.Class == ObjectClass.SnIa) > 50);
        Assert.All(hosted, truth => Assert.Contains(
            _rows.Matches("NED", truth.Position),
            match => Math.Abs((double)match.Row.Number("z")! - (double)truth.Redshift!) < 6e-4
                && Math.Abs(match.DistanceArcsec - truth.Host!.OffsetArcsec) < 1.5));
    }

    [Fact]
    public void Ned_HostsAroundTheTruth_AreAFewTenthsOfAnArcsecOff()
    {
        var distances = _night.Truths().Where(truth => truth.Host is not null)
            .Select(truth => _rows.Matches("NED", truth.Host!.Position)[0].DistanceArcsec).ToList();

        Assert.InRange(distances.Average(), 0.1, 0.4);
        Assert.All(distances, distance => Assert.InRange(distance, 0, 1.5));
    }

    [Theory]
    [InlineData("milliquas_v8")]
    [InlineData("NED")]
    public void ActiveNucleus_Always_IsInTheCatalogueWithin2Arcsec(string catalog)
    {
        var nuclei = _night.Truths().Where(truth => truth.Class == ObjectClass.Agn).ToList();

        Assert.True(nuclei.Count > 100);
        Assert.All(nuclei, truth => Assert.Contains(_rows.Matches(catalog, truth.Position), match => match.DistanceArcsec < 2));
    }

    [Theory]
    [InlineData("Gaia_DR3")]
    [InlineData("PS1_DR1")]
    public void VariableOrFlare_Always_IsInTheCatalogueWithin2Arcsec(string catalog)
    {
        var stars = _night.Truths().Where(IsStar).ToList();

        Assert.True(stars.Count > 400);
        Assert.All(stars, truth => Assert.InRange(_rows.Matches(catalog, truth.Position)[0].DistanceArcsec, 0, 1));
    }

    [Fact]
    public void PointSources_VariablesInTheFootprint_AreStars()
    {
        var scores = _night.Truths().Where(IsStar).Select(truth => _rows.Matches("LSPSC", truth.Position)).Where(matches => matches.Count > 0)
            .Select(matches => (matches[0].DistanceArcsec, Score: (double)matches[0].Row.Number("score")!)).ToList();

        Assert.True(scores.Count > 200);
        Assert.All(scores, nearest => Assert.True(nearest is { DistanceArcsec: <= 1, Score: > 0.5 } or { DistanceArcsec: > 3 }));
    }

    [Theory]
    [InlineData("Gaia_DR3")]
    [InlineData("PS1_DR1")]
    [InlineData("NED")]
    [InlineData("milliquas_v8")]
    [InlineData("DESI_DR1")]
    [InlineData("LS_DR10_PHOTOZ")]
    public void Hostless_Always_HaveNothingThatPasses(string catalog)
    {
        var hostless = _night.Truths().Where(IsHostless).ToList();

        Assert.True(hostless.Count > 150);
        Assert.Contains(hostless, truth => truth.Class == ObjectClass.SnIa);
        Assert.All(hostless, truth => Assert.Empty(_rows.Matches(catalog, truth.Position)));
    }

    [Fact]
    public void PanStarrs_NearestOfAnyObject_IsThatOfItsPackets()
    {
        var rows = _rows["PS1_DR1"].ToLookup(row => (long)row.Values["_id"]);
        foreach (var packet in _night.Packets().Take(150).Where(packet => !IsHostless(packet.Truth())))
        {
            var candidate = (GenericRecord)AvroOracle.Read(packet.ToArray())[0]["candidate"];
            var row = Assert.Single(rows[(long)candidate["objectidps1"]]);

            Assert.Equal(
                (float)candidate["distpsnr1"], SkyGeometry.SeparationArcsec(row.Position, packet.Truth().Position), 0.01);
            if (row.Number("rMeanPSFMag") is { } magnitude)
                Assert.Equal((float)candidate["srmag1"], magnitude, 1e-3);
        }
    }

    [Fact]
    public void Gaia_NearThePlaneOfTheGalaxy_HasMoreStars()
    {
        double StarsAround(Func<double, bool> isThere)
        {
            var truths = _night.Truths().Where(truth => isThere(Math.Abs(SkyGeometry.ToGalactic(truth.Position).BDegrees))).ToList();
            return truths.Average(truth => _rows["Gaia_DR3"].Count(
                row => Math.Abs(row.Position.DecDegrees - truth.Position.DecDegrees) < 0.01
                    && SkyGeometry.SeparationArcsec(row.Position, truth.Position) < 30));
        }

        Assert.True(StarsAround(latitude => latitude < 10) > 3 * StarsAround(latitude => latitude > 50));
    }

    static bool IsStar(ObjectTruth truth) =>
        truth.Class is ObjectClass.RrLyrae or ObjectClass.Cepheid or ObjectClass.EclipsingBinary or ObjectClass.Flare;

    static bool IsHostless(ObjectTruth truth) => truth.Class == ObjectClass.Asteroid || (truth.Redshift is not null && truth.Host is null);
}
