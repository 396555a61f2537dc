using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Simulation;
using Xunit;

namespace Boom.Tests.Core.Store;

/// <summary>Nights last from noon to noon at the site, by the date of their morning.</summary>
public sealed class AlertSpanTests
{
    // Hours UTC at which it is noon at the site: Palomar UTC−7, Cerro Pachón and Cerro Tololo as the reference has them.
    [Theory]
    [InlineData(Survey.Ztf, 19)]
    [InlineData(Survey.Lsst, 15)]
    [InlineData(Survey.Decam, 16)]
    [InlineData(Survey.Winter, 19)]
    public void OfNight_Survey_LastsFromNoonToNoon(Survey survey, int noonHoursUtc)
    {
        var span = AlertSpan.OfNight(SurveyCatalog.Default[survey], new DateOnly(2026, 3, 17));

        Assert.Equal(Jd(2026, 3, 16, noonHoursUtc), span.FromJd, 1e-9);
        Assert.Equal(Jd(2026, 3, 17, noonHoursUtc), span.ToJd, 1e-9);
    }

    [Theory]
    [InlineData(Survey.Ztf)]
    [InlineData(Survey.Lsst)]
    [InlineData(Survey.Decam)]
    [InlineData(Survey.Winter)]
    public void NightOf_Borders_BelongToOneNight(Survey survey)
    {
        var known = SurveyCatalog.Default[survey];
        for (var morning = new DateOnly(2023, 12, 25); morning.Year < 2025; morning = morning.AddDays(1))
        {
            var (span, next) = (AlertSpan.OfNight(known, morning), AlertSpan.OfNight(known, morning.AddDays(1)));

            Assert.Equal(span.ToJd, next.FromJd);
            Assert.Equal(morning, AlertSpan.NightOf(known, span.FromJd));
            Assert.Equal(morning, AlertSpan.NightOf(known, Math.BitDecrement(span.ToJd)));
            Assert.Equal(morning.AddDays(1), AlertSpan.NightOf(known, span.ToJd));
        }
    }

    // Midnight UTC is in the evening at all sites: what was seen before and after it is one night.
    [Fact]
    public void NightOf_BothSidesOfMidnightUtc_IsTheSameNight()
    {
        var ztf = SurveyCatalog.Default[Survey.Ztf];

        Assert.Equal(new DateOnly(2026, 3, 17), AlertSpan.NightOf(ztf, Jd(2026, 3, 16, 23)));
        Assert.Equal(new DateOnly(2026, 3, 17), AlertSpan.NightOf(ztf, Jd(2026, 3, 17, 12)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(0)]
    [InlineData(1e9)]
    public void NightOf_TimeThatIsNoDate_IsNone(double jd) => Assert.Null(AlertSpan.NightOf(SurveyCatalog.Default[Survey.Ztf], jd));

    [Theory]
    [InlineData(Survey.Ztf)]
    [InlineData(Survey.Lsst)]
    [InlineData(Survey.Decam)]
    [InlineData(Survey.Winter)]
    public void OfNight_SimulatedNight_IsThatOfItsTopic(Survey survey)
    {
        var night = new DateOnly(2026, 7, 3);
        var packets = new SimulatedNight(new SimulationOptions { Survey = survey, Alerts = 200, Night = night }).Packets();

        Assert.All(packets, packet => Assert.Equal(night, AlertSpan.NightOf(SurveyCatalog.Default[survey], packet.Jd)));
    }

    static double Jd(int year, int month, int day, int hourUtc) => new DateTime(year, month, day, hourUtc, 0, 0, DateTimeKind.Utc).ToOADate() + 2415018.5;
}
