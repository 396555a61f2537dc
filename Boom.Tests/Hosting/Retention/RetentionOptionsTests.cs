using Boom.Core.Surveys;
using Boom.Hosting.Retention;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.Hosting.Retention;

public sealed class RetentionOptionsTests
{
    readonly List<string> _problems = [];

    RetentionOptions Read(params (string Key, string? Value)[] settings) => RetentionOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Retention:{setting.Key}", setting.Value))).Build(), _problems);

    [Fact]
    public void Read_Nothing_KeepsAllForEverButWhatFiltersCost()
    {
        var options = Read();

        Assert.Equal(new RetentionTimes(null, null, null, TimeSpan.FromDays(400)), options[Survey.Ztf]);
        Assert.True(options.HasAny);
        Assert.Empty(_problems);
    }

    [Fact]
    public void Read_AllEmpty_KeepsEverythingForEver()
    {
        var options = Read(("FilterCosts", ""));

        Assert.False(options.HasAny);
        Assert.Empty(_problems);
    }

    [Fact]
    public void Read_GeneralAndOfASurvey_TheSurveysOwnGoFirst()
    {
        var options = Read(("Cutouts", "30.00:00:00"), ("DeadLetters", "90"), ("FilterCosts", "100"), ("winter:FilterCosts", ""), ("lsst:Cutouts", "7.00:00:00"), ("LSST:Alerts", "365.00:00:00"), ("winter:Cutouts", ""));

        Assert.Empty(_problems);
        Assert.Equal(new RetentionTimes(TimeSpan.FromDays(30), null, TimeSpan.FromDays(90), TimeSpan.FromDays(100)), options[Survey.Ztf]);
        Assert.Equal(new RetentionTimes(TimeSpan.FromDays(7), TimeSpan.FromDays(365), TimeSpan.FromDays(90), TimeSpan.FromDays(100)), options[Survey.Lsst]);
        Assert.Equal(new RetentionTimes(null, null, TimeSpan.FromDays(90)), options[Survey.Winter]);
    }

    [Fact]
    public void Read_Wrong_NamesKeyValueAndRemedy()
    {
        Read(("Cutouts", "a month"), ("Alert", "1"), ("ztf:Alerts", "00:59:59"), ("ztf:Cutout", "1"));

        Assert.Equal(
            [
                "Retention:Alert is not an option; the options are Cutouts, Alerts, DeadLetters, FilterCosts, and the name of a survey with these under it.",
                "Retention:Cutouts is a month; give a time of an hour or more, such as 30.00:00:00 for 30 days, or nothing to keep them for ever.",
                "Retention:ztf:Alerts is 00:59:59; give a time of an hour or more, such as 30.00:00:00 for 30 days, or nothing to keep them for ever.",
                "Retention:ztf:Cutout is not an option; the options are Cutouts, Alerts, DeadLetters, FilterCosts.",
            ],
            _problems.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, 5, 5)]
    [InlineData(3, 5, 3)]
    [InlineData(7, 5, 5)]
    [InlineData(7, null, 7)]
    public void CutoutsOrAlerts_EitherOrBoth_IsTheShorter(int? cutouts, int? alerts, int expected) =>
        Assert.Equal(TimeSpan.FromDays(expected), new RetentionTimes(Days(cutouts), Days(alerts), null).CutoutsOrAlerts);

    static TimeSpan? Days(int? days) => days is { } count ? TimeSpan.FromDays(count) : null;
}
