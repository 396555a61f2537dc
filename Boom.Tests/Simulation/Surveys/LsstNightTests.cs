using System.Security.Cryptography;
using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Simulation.Objects;
using Xunit;

namespace Boom.Tests.Simulation.Surveys;

public sealed class LsstNightTests
{
    static readonly SimulationOptions _options = new() { Survey = Survey.Lsst, Seed = 7, Alerts = 2300, Visit = 250, Cadence = TimeSpan.FromSeconds(20) };
    static readonly SimulatedNight _night = new(_options);

    /// <summary>The bytes are a promise: a night is reopened from its source by later versions and on other machines.</summary>
    [Fact]
    public void Packets_SeedOne_HaveThePinnedHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var packet in new SimulatedNight(new SimulationOptions { Survey = Survey.Lsst, Seed = 1, Alerts = 200, Visit = 60 }).Packets())
            hash.AppendData(packet.ToArray());

        Assert.Equal("40e7505540fe548f656c34616b9a6d4912b0ad9af1aea64c7d4e57927c61037c", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void Packet_OutOfOrder_EqualsSequential()
    {
        var again = new SimulatedNight(_options);

        foreach (var index in (int[])[2299, 1700, 900, 0])
            Assert.Equal(_night.Packet(index).ToArray(), again.Packet(index).ToArray());
    }

    [Fact]
    public void Packet_SeveralThreads_SameBytes()
    {
        var expected = _night.Packets().Take(400).Select(p => Convert.ToHexString(SHA256.HashData(p.ToArray()))).ToArray();
        var fresh = new SimulatedNight(_options);
        var found = new string[expected.Length];

        Parallel.For(0, expected.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
            found[i] = Convert.ToHexString(SHA256.HashData(fresh.Packet(expected.Length - 1 - i).ToArray())));

        Assert.Equal(expected.Reverse(), found);
    }

    [Theory]
    [InlineData("simulation:survey=lsst;seed=8;alerts=2300;visit=250")]
    [InlineData("simulation:survey=lsst;seed=7;alerts=2300;visit=250;night=20260102")]
    public void Packet_AnotherSeedOrNight_SharesNoKey(string source)
    {
        Assert.True(SimulationOptions.TryParse(source, out var options, out _));
        var other = new SimulatedNight(options!);

        Assert.Empty(_night.Packets().Select(p => p.Candid).Intersect(other.Packets().Select(p => p.Candid)));
        Assert.Empty(_night.Truths().Select(t => t.ObjectId).Intersect(other.Truths().Select(t => t.ObjectId)));
    }

    [Fact]
    public void Packets_WholeNight_KeysAreUnique()
    {
        Assert.Equal(_night.Count, _night.Packets().Select(p => p.Candid).Distinct().Count());
        Assert.Equal(_night.ObjectCount, _night.Truths().Select(t => t.ObjectId).Distinct().Count());
    }

    [Fact]
    public void Packets_OfAVisit_HaveOneTimeAndOneFilter()
    {
        foreach (var visit in _night.Packets().Chunk(_options.Visit))
        {
            Assert.Single(visit.Select(p => p.Jd).Distinct());
            Assert.Single(visit.Select(p => p.Band).Distinct());
            Assert.Equal(visit.Length, visit.Select(p => p.ObjectOrdinal).Distinct().Count());
        }
    }

    [Fact]
    public void PublishAfter_Visits_IsTheirNumberTimesTheCadence()
    {
        Assert.All(_night.Packets(), packet => Assert.Equal(packet.Index / _options.Visit * _options.Cadence, packet.PublishAfter));
        Assert.Equal(TimeSpan.FromSeconds(180), _night.Packet(2299).PublishAfter);
    }

    [Fact]
    public void Jd_Visits_AreTheCadenceApart()
    {
        var times = _night.Packets().Select(p => p.Jd).Distinct().ToArray();

        Assert.Equal(10, times.Length);
        for (var i = 1; i < times.Length; i++)
            Assert.Equal(20, (times[i] - times[i - 1]) * 86400, 0.05);
    }

    [Fact]
    public void Packets_SecondBlock_SeesMostObjectsAgainInAnotherFilter()
    {
        var first = _night.Packets().Take(5 * 250).Select(p => p.ObjectOrdinal).ToHashSet();
        var second = _night.Packets(5 * 250).ToArray();

        Assert.InRange(second.Count(p => first.Contains(p.ObjectOrdinal)) / (double)second.Length, 0.4, 0.98);
        Assert.NotEqual(_night.Packet(0).Band, second[0].Band);
    }

    [Fact]
    public void Packets_OfAVisit_AreOfOnePartOfTheSky()
    {
        // Five visits share the fields by their order, which in the north is from west to east.
        var visit = _night.Packets().Take(250).Where(p => p.Position.DecDegrees > -25).Select(p => p.Position.RaDegrees).ToArray();

        Assert.InRange(visit.Max() - visit.Min(), 5, 60);
    }

    [Fact]
    public void Packets_WholeNight_LieInTheSurveysSky() => Assert.All(_night.Packets(), p => Assert.InRange(p.Position.DecDegrees, -72, 33.501));

    [Fact]
    public void Truths_WholeNight_HaveEveryClass() =>
        Assert.Equal(Enum.GetValues<ObjectClass>(), _night.Truths().Select(t => t.Class).Distinct().Order());

    [Fact]
    public void Truths_TheSameSkyOfZtf_AreTheSameObjects()
    {
        var ztf = new SimulatedNight(new SimulationOptions { Seed = 7, Alerts = 2300 }).Truths().ToDictionary(t => t.SkyKey);
        var common = _night.Truths().Where(t => ztf.ContainsKey(t.SkyKey)).ToList();

        Assert.InRange(common.Count, 300, 1500);
        Assert.All(common, truth =>
        {
            var other = ztf[truth.SkyKey];
            Assert.Equal((other.Class, other.Position, other.Redshift), (truth.Class, truth.Position, truth.Redshift));
            Assert.Equal(other.DifferenceFluxMicroJy(_night.Packet(0).Jd, 2), truth.DifferenceFluxMicroJy(_night.Packet(0).Jd, 2));
        });
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Packets_MixOfOneClass_AreAllOfIt(ObjectClass objectClass)
    {
        Assert.True(SimulationOptions.TryParse($"simulation:seed=3;alerts=60;survey=lsst;mix={objectClass}:1", out var options, out _));

        Assert.All(new SimulatedNight(options!).Packets(), packet => Assert.Equal(objectClass, packet.Class));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(7, 3)]
    [InlineData(60, 10_000)]
    public void Constructor_FewAlerts_HasThemAll(int alerts, int visit)
    {
        var night = new SimulatedNight(new SimulationOptions { Survey = Survey.Lsst, Alerts = alerts, Visit = visit });

        Assert.Equal(alerts, night.Count);
        Assert.Equal(alerts, night.Packets().Select(p => p.Candid).Distinct().Count());
    }

    public static TheoryData<ObjectClass> Classes() => [.. Enum.GetValues<ObjectClass>()];
}
