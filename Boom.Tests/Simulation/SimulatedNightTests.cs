using System.Security.Cryptography;
using Boom.Simulation;
using Boom.Simulation.Objects;
using Xunit;

namespace Boom.Tests.Simulation;

public sealed class SimulatedNightTests
{
    static readonly SimulationOptions _options = new() { Seed = 7, Alerts = 2000 };
    static readonly SimulatedNight _night = new(_options);
    static readonly SimulatedNight _longNight = new(new SimulationOptions { Alerts = 12_000 });

    /// <summary>The bytes are a promise: a night is reopened from its source by later versions and on other machines.</summary>
    [Fact]
    public void Packets_SeedOne_HaveThePinnedHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var packet in new SimulatedNight(new SimulationOptions { Seed = 1, Alerts = 200 }).Packets())
            hash.AppendData(packet.ToArray());

        Assert.Equal("599d6ad199c3cfa19880f838b111fc4fb4ba35f06caf69a3d0103aa8c778b447", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void Packet_SameOptions_SameBytes()
    {
        var again = new SimulatedNight(_options);

        for (var index = 0; index < 100; index++)
            Assert.Equal(_night.Packet(index).ToArray(), again.Packet(index).ToArray());
    }

    [Fact]
    public void Packet_OutOfOrder_EqualsSequential()
    {
        var sequential = _night.Packets().Select(p => p.Candid).ToArray();
        var bytes = new SimulatedNight(_options).Packets(first: 1500).First().ToArray();

        Assert.Equal(bytes, new SimulatedNight(_options).Packet(1500).ToArray());
        Assert.Equal(sequential.AsEnumerable().Reverse(), Enumerable.Range(0, _night.Count).Reverse().Select(i => _night.Packet(i).Candid));
    }

    [Fact]
    public void Packet_AnotherSeed_SharesNoKey()
    {
        var other = new SimulatedNight(_options with { Seed = 8 });

        Assert.Empty(_night.Packets().Select(p => p.Candid).Intersect(other.Packets().Select(p => p.Candid)));
        Assert.Empty(_night.Truths().Select(t => t.ObjectId).Intersect(other.Truths().Select(t => t.ObjectId)));
    }

    [Fact]
    public void Packet_AnotherNight_SharesNoKey()
    {
        var other = new SimulatedNight(_options with { Night = _options.Night.AddDays(1) });

        Assert.Empty(_night.Packets().Select(p => p.Candid).Intersect(other.Packets().Select(p => p.Candid)));
        Assert.Empty(_night.Truths().Select(t => t.ObjectId).Intersect(other.Truths().Select(t => t.ObjectId)));
    }

    [Fact]
    public void Packets_WholeNight_CandidsAreUnique() =>
        Assert.Equal(_night.Count, _night.Packets().Select(p => p.Candid).Distinct().Count());

    [Fact]
    public void Truths_WholeNight_ObjectIdsAreUnique() =>
        Assert.Equal(_night.ObjectCount, _night.Truths().Select(t => t.ObjectId).Distinct().Count());

    [Fact]
    public void Packets_WholeNight_ComeInOrderOfTime()
    {
        var times = _night.Packets().Select(p => p.Jd).ToArray();

        Assert.Equal(times.Order(), times);
        Assert.InRange(times[^1] - times[0], 0.3, 0.4);
    }

    [Fact]
    public void Packets_WholeNight_SomeObjectsComeTwice() =>
        Assert.InRange(_night.Packets().GroupBy(p => p.ObjectOrdinal).Count(g => g.Count() == 2) / (double)_night.ObjectCount, 0.3, 0.7);

    [Fact]
    public void Packets_AnyMonth_AreThere()
    {
        for (var month = 1; month <= 12; month++)
        {
            var night = new SimulatedNight(new SimulationOptions { Alerts = 20, Night = new DateOnly(2027, month, 28) });

            Assert.Equal(20, night.Packets().Count(p => p.ToArray().Length > 50_000));
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Truths_WholeNight_ClassesComeAsOrdered(ObjectClass objectClass)
    {
        var expected = Share(objectClass) * _longNight.ObjectCount;

        var found = _longNight.Truths().Count(t => t.Class == objectClass);

        // Four sigma of a binomial, and a twentieth for what was never bright enough.
        Assert.InRange(found, expected - (4 * Math.Sqrt(expected)) - (0.05 * expected), expected + (4 * Math.Sqrt(expected)) + (0.05 * expected));
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Packets_MixOfOneClass_AreAllOfIt(ObjectClass objectClass)
    {
        Assert.True(SimulationOptions.TryParse($"simulation:seed=3;alerts=60;mix={objectClass}:1", out var options, out _));

        Assert.All(new SimulatedNight(options!).Packets(), packet => Assert.Equal(objectClass, packet.Class));
    }

    [Fact]
    public void Truths_RealMix_HaveFewTransients()
    {
        Assert.True(SimulationOptions.TryParse("simulation:alerts=20000;mix=real", out var options, out _));

        var truths = new SimulatedNight(options!).Truths().ToList();

        var transients = truths.Count(truth => truth.Class is ObjectClass.SnIa or ObjectClass.SnIi or ObjectClass.SnIbc or ObjectClass.Tde);
        Assert.InRange((double)transients / truths.Count, 0.004, 0.012);
    }

    [Fact]
    public void Packet_IndexBeyondTheNight_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => _night.Packet(_night.Count));

    [Fact]
    public void Constructor_NoAlerts_Throws() => Assert.Throws<ArgumentException>(() => new SimulatedNight(new SimulationOptions { Alerts = 0 }));

    public static TheoryData<ObjectClass> Classes() => [.. Enum.GetValues<ObjectClass>()];

    static double Share(ObjectClass objectClass) =>
        ClassMix.Default.Weight(objectClass) / Enum.GetValues<ObjectClass>().Sum(ClassMix.Default.Weight);
}
