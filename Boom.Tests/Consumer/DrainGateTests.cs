using Boom.Consumer;
using Xunit;

namespace Boom.Tests.Consumer;

public sealed class DrainGateTests
{
    [Fact]
    public void Report_FirstOfTwoSurveys_WaitsForTheLast()
    {
        var opened = 0;
        var gate = new DrainGate(() => opened++);
        var (ztf, lsst) = (new object(), new object());
        gate.Expect(ztf);
        gate.Expect(lsst);

        gate.Report(ztf);
        gate.Report(ztf);
        Assert.Equal(0, opened);
        gate.Report(lsst);
        gate.Report(ztf);

        Assert.Equal(1, opened);
    }
}
