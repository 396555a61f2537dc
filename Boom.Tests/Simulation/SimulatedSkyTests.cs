using Boom.Core.Sky;
using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Simulation.Sky;
using Xunit;

namespace Boom.Tests.Simulation;

public sealed class SimulatedSkyTests
{
    static readonly SimulatedNight[] _nights =
    [
        .. Enum.GetValues<Survey>().Select(survey => new SimulatedNight(new SimulationOptions { Survey = survey, Seed = 21, Alerts = survey == Survey.Lsst ? 3000 : 1200 })),
    ];

    static readonly IReadOnlyList<ExpectedAlias> _aliases = SimulatedSky.Aliases(_nights, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(Survey.Ztf, Survey.Lsst, 2.0)]
    [InlineData(Survey.Lsst, Survey.Ztf, 2.0)]
    [InlineData(Survey.Ztf, Survey.Decam, 2.0)]
    [InlineData(Survey.Decam, Survey.Ztf, 2.0)]
    [InlineData(Survey.Lsst, Survey.Decam, 1.24)]
    [InlineData(Survey.Decam, Survey.Lsst, 1.24)]
    [InlineData(Survey.Winter, Survey.Ztf, 2.0)]
    [InlineData(Survey.Winter, Survey.Lsst, 2.0)]
    public void Aliases_Nearest_AreThoseOfBruteForce(Survey survey, Survey partner, double radiusArcsec)
    {
        var own = FirstPositions(survey);
        var theirs = FirstPositions(partner);
        var expected = new List<(string, string)>();
        foreach (var (id, position) in own.Where(o => Covers(partner, o.Value.DecDegrees)))
        {
            var nearest = theirs.MinBy(other => SkyGeometry.SeparationArcsec(position, other.Value));
            if (SkyGeometry.SeparationArcsec(position, nearest.Value) <= radiusArcsec)
                expected.Add((id, nearest.Key));
        }

        Assert.NotEmpty(expected);
        Assert.Equal(
            expected.Order(),
            _aliases.Where(a => a.Survey == survey && a.Partner == partner && a.IsNearest).Select(a => (a.ObjectId, a.PartnerObjectId)).Order());
    }

    [Fact]
    public void Aliases_OfTheSameObject_AreMostOfThem()
    {
        var names = SimulatedSky.Objects(_nights, TestContext.Current.CancellationToken)
            .SelectMany(o => o.ObjectIds.Select(id => (id.Value, o.SkyKey))).ToDictionary(pair => pair.Value, pair => pair.SkyKey);
        var nearest = _aliases.Where(a => a is { Survey: Survey.Ztf, Partner: Survey.Lsst, IsNearest: true }).ToList();
        var same = nearest.Count(a => names[a.ObjectId] == names[a.PartnerObjectId]);

        Assert.True(same > 300);
        Assert.InRange(nearest.Count - same, 1, nearest.Count / 4);
    }

    [Fact]
    public void Aliases_Certain_AreNearestAndMutualFromBothSides()
    {
        var certain = _aliases.Where(a => a.IsCertain).ToList();

        Assert.NotEmpty(certain);
        Assert.All(certain, a => Assert.True(a.IsNearest && a.IsMutual));
        Assert.Equal(
            certain.Select(a => (a.Survey, a.ObjectId, a.Partner, a.PartnerObjectId)).Order(),
            certain.Select(a => (a.Partner, a.PartnerObjectId, a.Survey, a.ObjectId)).Order());
    }

    [Fact]
    public void Aliases_CrowdsAndPairsNearTheRadius_AreAmongThem()
    {
        var ofZtf = _aliases.Where(a => a is { Survey: Survey.Ztf, Partner: Survey.Lsst }).ToList();

        Assert.Contains(ofZtf, a => a is { IsNearest: true, IsCertain: false });
        Assert.Contains(ofZtf, a => a is { IsNearest: false, IsMutual: true });
        Assert.Contains(ofZtf, a => a is { IsCertain: true, DistanceArcsec: > 1.2 });
        Assert.Contains(ofZtf, a => a.DistanceArcsec > 1.5);
        Assert.Contains(ofZtf.GroupBy(a => a.ObjectId), group => group.Count() >= 3);
    }

    [Fact]
    public void Aliases_OfAnObject_AreByDistance() => Assert.All(
        _aliases.GroupBy(a => (a.Survey, a.ObjectId, a.Partner)),
        group => Assert.Equal(group.Select(a => a.DistanceArcsec).Order(), group.Select(a => a.DistanceArcsec)));

    [Fact]
    public void Aliases_NorthOfThePartnersSky_AreNone()
    {
        var north = FirstPositions(Survey.Ztf).Where(o => o.Value.DecDegrees > 34).Select(o => o.Key).ToHashSet();

        Assert.NotEmpty(north);
        Assert.DoesNotContain(_aliases, a => a.Survey == Survey.Ztf && a.Partner != Survey.Winter && north.Contains(a.ObjectId));
    }

    [Fact]
    public void Aliases_NightsOfTwoSeeds_AreAsGoodAsNone()
    {
        SimulatedNight[] nights =
        [
            new(new SimulationOptions { Seed = 1, Alerts = 500 }), new(new SimulationOptions { Seed = 2, Alerts = 500, Survey = Survey.Lsst }),
        ];

        Assert.Empty(SimulatedSky.Aliases(nights, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Positions_OfTheSameObject_ScatterAsTheSurveysDo()
    {
        var distances = _aliases.Where(a => a is { Survey: Survey.Ztf, Partner: Survey.Lsst, IsCertain: true }).Select(a => a.DistanceArcsec).Order().ToArray();

        Assert.InRange(distances[distances.Length / 2], 0.08, 0.35);
    }

    static Dictionary<string, SkyPosition> FirstPositions(Survey survey)
    {
        var positions = new Dictionary<string, SkyPosition>();
        foreach (var packet in _nights[(int)survey].Packets().Where(packet => !packet.ObjectId().StartsWith("sso", StringComparison.Ordinal)))
            positions.TryAdd(packet.ObjectId(), packet.Position);
        return positions;
    }

    static bool Covers(Survey survey, double dec) => survey is Survey.Ztf or Survey.Winter ? dec >= -30 : dec <= 33.5;
}
