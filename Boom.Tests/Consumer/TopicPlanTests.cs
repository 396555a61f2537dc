using Boom.Consumer;
using Boom.Core.Surveys;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.Consumer;

/// <summary>Which topics a consumer reads, and when it leaves one.</summary>
public sealed class TopicPlanTests
{
    static readonly DateTimeOffset Midnight = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly Func<string, bool> Never = _ => false;

    static IReadOnlyList<string> Topics(ConsumerOptions options, DateTimeOffset? now = null) => new TopicPlan(options).TopicsAt(now ?? Midnight);

    [Fact]
    public void TopicsAt_Default_IsYesterdayAndTodayOldestFirst()
        => Assert.Equal(["ztf_20260228_programid1", "ztf_20260301_programid1"], Topics(new()));

    [Fact]
    public void TopicsAt_WindowOfFive_HasSixNightsAcrossTheMonth()
    {
        var topics = Topics(new() { WindowDays = 5 });
        Assert.Equal(6, topics.Count);
        Assert.Equal("ztf_20260224_programid1", topics[0]);
        Assert.DoesNotContain(topics, topic => topic.StartsWith('^'));
    }

    [Fact]
    public void TopicsAt_TwoProgrammes_IsATopicForEach()
        => Assert.Equal(
            ["ztf_20260228_programid1", "ztf_20260228_programid3", "ztf_20260301_programid1", "ztf_20260301_programid3"],
            Topics(new() { Programs = ["caltech", "Public"] }));

    [Fact]
    public void TopicsAt_OneSecondBeforeMidnightUtc_IsStillTheDayBefore()
        => Assert.Equal("ztf_20260228_programid1", Topics(new(), Midnight.AddSeconds(-1))[^1]);

    [Theory]
    [InlineData(Survey.Lsst, "lsst-alerts-v11")]
    [InlineData(Survey.Decam, "decam_20260301_programid1")]
    [InlineData(Survey.Winter, "winter_20260301")]
    public void TopicsAt_OtherSurveys_HaveTheirNames(Survey survey, string last) => Assert.Equal(last, Topics(new() { Survey = survey })[^1]);

    [Fact]
    public void TopicsAt_Lsst_IsOneTopicWhateverTheWindow() => Assert.Single(Topics(new() { Survey = Survey.Lsst, WindowDays = 7 }));

    [Fact]
    public void FollowsTheClock_PinnedNightOfToday_DoesNot()
    {
        var options = new ConsumerOptions { Night = "20260301" };
        Assert.False(new TopicPlan(options).FollowsTheClock);
        Assert.Equal(Topics(options), Topics(options, Midnight.AddDays(1)));
    }

    [Fact]
    public void TopicsAt_Named_AreThoseWhateverTheDate()
        => Assert.Equal(["a", "b"], Topics(new() { Topics = ["a", "b"], Night = "20260301" }));

    [Fact]
    public void Update_NextDay_JoinsTheNightAndKeepsWhatIsNotDrained()
    {
        var roster = new TopicRoster(new TopicPlan(new()));
        roster.Begin(Midnight, [], Never);
        Assert.False(roster.Update(Midnight.AddHours(23), Never));

        Assert.True(roster.Update(Midnight.AddDays(1), Never));
        Assert.Equal(["ztf_20260228_programid1", "ztf_20260301_programid1", "ztf_20260302_programid1"], roster.Topics);

        Assert.True(roster.Update(Midnight.AddDays(1), topic => topic == "ztf_20260228_programid1"));
        Assert.Equal(["ztf_20260301_programid1", "ztf_20260302_programid1"], roster.Topics);
    }

    [Fact]
    public void Update_AfterALongGap_JumpsToToday()
    {
        var roster = new TopicRoster(new TopicPlan(new()));
        roster.Begin(Midnight, [], Never);
        roster.Update(Midnight.AddDays(9), _ => true);
        Assert.Equal(["ztf_20260309_programid1", "ztf_20260310_programid1"], roster.Topics);
    }

    [Fact]
    public void Begin_NightsLeftHalfRead_AreTakenUpAgain()
    {
        var roster = new TopicRoster(new TopicPlan(new()));
        roster.Begin(
            Midnight, ["ztf_20260301_programid1", "ztf_20260101_programid1", "ztf_20251231_programid1"], topic => topic == "ztf_20251231_programid1");
        Assert.Equal(["ztf_20260101_programid1", "ztf_20260228_programid1", "ztf_20260301_programid1"], roster.Topics);
    }

    [Theory]
    [InlineData("Night", "2026-01-01")]
    [InlineData("Programs", "partners")]
    [InlineData("WindowDays", "61")]
    public void Validate_WrongTopics_NamesKeyValueAndRemedy(string key, string value)
    {
        var options = new ConsumerOptions { BootstrapServers = "localhost:9092" };
        if (key == "Night")
            options.Night = value;
        else if (key == "Programs")
            options.Programs = [value];
        else
            options.WindowDays = 61;

        var problem = Assert.Single(OptionsSection.Bind(new ConfigurationBuilder().Build(), ConsumerOptions.Section, options));

        Assert.StartsWith($"Consumer:{key}", problem, StringComparison.Ordinal);
        Assert.Contains(value, problem, StringComparison.Ordinal);
        Assert.Contains("give", problem, StringComparison.Ordinal);
    }
}
