using Boom.Lab.Bench.Services;
using Xunit;

namespace Boom.Tests.Lab.Bench.Services;

public sealed class MetricsPageTests
{
    const string Text = """
        # TYPE alert_worker_alert_processed_total counter
        alert_worker_alert_processed_total{survey="ZTF",status="ok",reason="added"} 120
        alert_worker_alert_processed_total{survey="ZTF",status="ok",reason="exists"} 3 1700000000000
        alert_worker_alert_processed_total{survey="ZTF",status="error",reason="a \"b\\\n, c"} 2
        store_requests_total 11
        age_seconds_bucket{le="0.5"} 4
        age_seconds_bucket{le="+Inf"} 6
        age_seconds_bucket{survey="LSST",le="0.5"} 1
        no value
        broken{label="x
        """;

    readonly MetricsPage _page = MetricsPage.Parse(Text);

    [Fact]
    public void Sum_SeveralSeries_AddsThemUp() => Assert.Equal(125, _page.Sum("alert_worker_alert_processed_total"));

    [Fact]
    public void Sum_LabelGiven_TakesThoseThatHaveIt() => Assert.Equal(123, _page.Sum("alert_worker_alert_processed_total", "status", "ok"));

    [Fact]
    public void Sum_EscapedLabel_IsRead() => Assert.Equal(2, _page.Sum("alert_worker_alert_processed_total", "reason", "a \"b\\\n, c"));

    [Fact]
    public void Sum_NoLabels_IsRead() => Assert.Equal(11, _page.Sum("store_requests_total"));

    [Fact]
    public void Sum_UnknownMetric_IsZero() => Assert.Equal(0, _page.Sum("absent"));

    [Fact]
    public void Buckets_SeveralSeries_AddUpByBound() =>
        Assert.Equal([new(0.5, 5), new(double.PositiveInfinity, 6)], _page.Buckets("age_seconds"));

    [Fact]
    public void Join_TwoPages_AddsThemUp() => Assert.Equal(22, MetricsPage.Join([_page, _page]).Sum("store_requests_total"));
}
