using Boom.Lab.Bench.Services;
using Xunit;

namespace Boom.Tests.Lab.Bench.Services;

public sealed class ServicesSectionTests
{
    [Theory]
    [InlineData(1500, 9000, true)]
    [InlineData(900, 1000, true)]
    [InlineData(899, 1000, false)]
    public void ReachesGoal_PaceOrShare_EitherWillDo(double pace, double bare, bool expected)
    {
        var section = new ServicesSection("key", "title", 1500, 0.9, "");
        section.Rounds.Add(Round(pace, bare));

        Assert.Equal(expected, section.ReachesGoal);
    }

    [Fact]
    public void ReachesGoal_NoGoal_IsNull()
    {
        var section = new ServicesSection("key", "title", null, null, "");
        section.Rounds.Add(Round(1, double.NaN));

        Assert.Null(section.ReachesGoal);
    }

    static ServicesRound Round(double pace, double bare) => new(pace, bare, TimeSpan.Zero, TimeSpan.Zero, null, null, []);
}
