using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Tests.Contracts;
using Xunit;

namespace Boom.Tests.Core.Alerts;

public sealed class LightCurveMergeTests
{
    static LightCurvePlan Plan(double[] stored, params double[] points)
    {
        var plan = new LightCurvePlan();
        LightCurveMerge.Plan(stored, new EncodedPoints([.. points.Select(jd => new LightCurvePoint(jd, false, default))]), plan);
        return plan;
    }

    [Theory]
    [InlineData(new[] { 1.0, 2 }, new double[0], new double[0], false)]
    [InlineData(new double[0], new[] { 10.0, 11 }, new[] { 10.0, 11 }, false)]
    [InlineData(new[] { 1.0, 2, 5 }, new[] { 6.0, 7 }, new[] { 6.0, 7 }, false)]
    [InlineData(new[] { 1.0, 2, 5 }, new[] { 2.0, 6 }, new[] { 6.0 }, false)]
    [InlineData(new[] { 1.0, 2, 5 }, new[] { 4.0, 6 }, new[] { 4.0, 6 }, true)]
    [InlineData(new[] { 1.0, 2, 5 }, new[] { 2.0, 5 }, new double[0], false)]
    [InlineData(new[] { 0.0 }, new[] { -0.0, 1 }, new[] { 1.0 }, false)]
    public void Plan_StoredAndPoints_PushesWhatIsMissing(double[] stored, double[] points, double[] pushed, bool sorts)
    {
        var plan = Plan(stored, points);
        Assert.Equal(pushed, plan.Pushed.Select(index => points[index]));
        Assert.Equal(sorts, plan.NeedsSort);
    }

    [Theory]
    [InlineData(new[] { 0.0 }, new[] { 2.0, 1 })]
    [InlineData(new[] { 0.0 }, new[] { 1.0, 1 })]
    [InlineData(new[] { 0.0 }, new[] { double.NaN })]
    [InlineData(new[] { 0.0 }, new[] { 1, double.PositiveInfinity })]
    [InlineData(new[] { 2.0, 1 }, new[] { 3.0 })]
    [InlineData(new[] { double.NaN }, new[] { 3.0 })]
    public void Plan_InvalidSeries_Throws(double[] stored, double[] points) => Assert.Throws<ArgumentException>(() => Plan(stored, points));

    [Fact]
    public void Plan_RichPointOfAStoredJd_IsContested()
    {
        var plan = new LightCurvePlan();
        LightCurveMerge.Plan([1, 2, 3], new EncodedPoints([new(2, true, default), new(3, false, default), new(4, true, default)]), plan);
        Assert.Equal([(1, 0)], plan.Contested);
        Assert.Equal([2], plan.Pushed);
    }

    [Theory]
    [InlineData(7L, null, true)]
    [InlineData(8L, null, false)]
    [InlineData(null, null, false)]
    [InlineData(7L, 0.1, false)]
    public void Supersedes_RichPoint_OnlyOverItsOwnPoorerOne(long? storedCandid, double? storedDrb, bool expected)
    {
        var stored = StoreDocuments.Point(1, storedCandid, storedDrb).Document.Span;
        Assert.Equal(expected, LightCurveMerge.Supersedes(StoreDocuments.Series("prv_candidates"), stored, StoreDocuments.Point(1, 7, 0.9).Document.Span));
    }

    [Fact]
    public void Sanitise_DisorderedSeries_KeepsFirstOfEachSorted()
    {
        double[] jds = [3, double.NaN, 1, 2, 2, double.NegativeInfinity];
        Assert.Equal([2, 3, 0], LightCurveMerge.Sanitise(jds));
    }
}
