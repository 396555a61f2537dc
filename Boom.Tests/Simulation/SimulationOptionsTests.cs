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
    public void TryParse_BadSource_SaysWhatIsWrong(string source, string named)
    {
        Assert.False(SimulationOptions.TryParse(source, out var options, out var error));
        Assert.Null(options);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }
}
