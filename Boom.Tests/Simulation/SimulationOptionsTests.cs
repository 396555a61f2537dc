using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Simulation.Objects;
using Xunit;

namespace Boom.Tests.Simulation;

public sealed class SimulationOptionsTests
{
    [Fact]
    public void ToSource_Defaults_IsShort() =>
        Assert.Equal("simulation:seed=1;night=20260101;alerts=5000", new SimulationOptions().ToSource());

    [Fact]
    public void TryParse_ItsOwnSource_GivesTheSameOptions()
    {
        var options = new SimulationOptions
        {
            Seed = ulong.MaxValue,
            Night = new DateOnly(2031, 12, 5),
            Alerts = 17,
            Mix = new ClassMix(objectClass => objectClass is ObjectClass.SnIa ? 0.1 + 0.2 : objectClass is ObjectClass.Agn ? 0 : 1),
        };

        Assert.True(SimulationOptions.TryParse(options.ToSource(), out var read, out var error));
        Assert.Equal(options, read);
        Assert.Null(error);
    }

    [Fact]
    public void TryParse_RealMix_IsWrittenAsItsWeights()
    {
        Assert.True(SimulationOptions.TryParse("simulation:mix=Real", out var real, out _));

        Assert.Equal(ClassMix.Real, real!.Mix);
        Assert.Contains("mix=SnIa:0.005,", real.ToSource(), StringComparison.Ordinal);
        Assert.True(SimulationOptions.TryParse(real.ToSource(), out var read, out _));
        Assert.Equal(real, read);
    }

    [Fact]
    public void TryParse_SourceOfAnotherSurvey_GivesTheSameOptions()
    {
        var options = new SimulationOptions { Survey = Survey.Lsst, Alerts = 40, Visit = 20, Cadence = TimeSpan.FromSeconds(4.5), History = 7 };

        Assert.Equal("simulation:seed=1;night=20260101;alerts=40;survey=lsst;visit=20;cadence=4.5;history=7", options.ToSource());
        Assert.True(SimulationOptions.TryParse(options.ToSource(), out var read, out var error), error);
        Assert.Equal(options, read);
    }

    [Theory]
    [InlineData(5_000, 39, 10_000)]
    [InlineData(10_000_000, 39, 10_000)]
    [InlineData(SimulationOptions.MaximumAlerts, 39, 19_686)]
    [InlineData(SimulationOptions.MaximumAlerts, 1, 10_000)]
    [InlineData(50_000, 86_400, 50_000)]
    public void VisitFor_Alerts_MakesANightThatHoldsThem(int alerts, double cadenceSeconds, int visit)
    {
        var cadence = TimeSpan.FromSeconds(cadenceSeconds);

        Assert.Equal(visit, SimulationOptions.VisitFor(alerts, cadence));
        Assert.Null(new SimulationOptions { Survey = Survey.Lsst, Alerts = alerts, Cadence = cadence, Visit = visit }.Validate());
    }

    [Theory]
    [InlineData(Survey.Ztf, "ztf_20260101_programid1")]
    [InlineData(Survey.Lsst, "alerts-simulated")]
    [InlineData(Survey.Decam, "decam_20260101_programid1")]
    [InlineData(Survey.Winter, "winter_20260101")]
    public void Topic_Survey_IsItsOwn(Survey survey, string topic) => Assert.Equal(topic, new SimulationOptions { Survey = survey }.Topic);

    [Fact]
    public void TryParse_KeysLeftOut_HaveDefaults()
    {
        Assert.True(SimulationOptions.TryParse("simulation:alerts=9", out var read, out _));
        Assert.Equal(new SimulationOptions { Alerts = 9 }, read);
    }

    [Theory]
    [InlineData("folder:/data", "folder:/data")]
    [InlineData("simulation:alerts=-3", "alerts=-3")]
    [InlineData("simulation:alerts=0", "alerts is 0")]
    [InlineData("simulation:alerts=99999999", "alerts is 99999999")]
    [InlineData("simulation:night=2026-01-01", "night=2026-01-01")]
    [InlineData("simulation:night=20100101", "night is 20100101")]
    [InlineData("simulation:sed=1", "sed=1")]
    [InlineData("simulation:mix=SnIa:0", "mix")]
    [InlineData("simulation:mix=SnIa:-1,Agn:2", "mix")]
    [InlineData("simulation:mix=Nova:1", "mix=Nova:1")]
    [InlineData("simulation:survey=sdss", "survey=sdss")]
    [InlineData("simulation:survey=1", "survey=1")]
    [InlineData("simulation:visit=100", "survey is ztf")]
    [InlineData("simulation:survey=decam;history=3", "survey is decam")]
    [InlineData("simulation:survey=lsst;visit=0", "visit is 0")]
    [InlineData("simulation:survey=lsst;cadence=0", "cadence is 0")]
    [InlineData("simulation:survey=lsst;cadence=-3", "cadence=-3")]
    [InlineData("simulation:survey=lsst;history=1001", "history is 1001")]
    [InlineData("simulation:survey=lsst;alerts=5000;visit=1;cadence=1", "5000 visits of 1")]
    [InlineData("simulation:survey=lsst;alerts=5000;visit=10;cadence=600", "longer than 11 h")]
    public void TryParse_BadSource_SaysWhatIsWrong(string source, string named)
    {
        Assert.False(SimulationOptions.TryParse(source, out var options, out var error));
        Assert.Null(options);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }
}
