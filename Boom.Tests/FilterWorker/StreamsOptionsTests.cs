using Boom.Core.Messages;
using Boom.Core.Surveys;
using Boom.FilterWorker;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.FilterWorker;

public sealed class StreamsOptionsTests
{
    [Fact]
    public void TopicsOf_Default_AreTheResultsAlone()
    {
        var topic = Assert.Single(Read().TopicsOf(SurveyCatalog.Default[Survey.Lsst]));

        Assert.Equal(new StreamTopic("LSST_alerts_results", 15, TimeSpan.FromDays(7)), topic);
    }

    [Theory]
    [InlineData(Survey.Ztf, 6, "babamul.ztf.")]
    [InlineData(Survey.Lsst, 8, "babamul.lsst.")]
    [InlineData(Survey.Decam, 0, "")]
    public void TopicsOf_PublicStreams_AreThoseOfTheSurvey(Survey survey, int count, string prefix)
    {
        var topics = Read(("Streams:Public:Enabled", "true"), ("Streams:Public:Partitions", "7"), ("Streams:Public:Retention", "2.00:00:00"))
            .TopicsOf(SurveyCatalog.Default[survey]).Skip(1).ToList();

        Assert.Equal(count, topics.Count);
        Assert.All(topics, topic => Assert.StartsWith(prefix, topic.Name, StringComparison.Ordinal));
        Assert.All(topics, topic => Assert.Equal((7, TimeSpan.FromDays(2)), (topic.Partitions, topic.Retention)));
    }

    [Theory]
    [InlineData("Streams:Public:Enabled", "perhaps")]
    [InlineData("Streams:Public:Partitions", "0")]
    [InlineData("Streams:Public:Colour", "red")]
    [InlineData("Streams:Results:Retention", "00:10:00")]
    [InlineData("Streams:Colour", "red")]
    [InlineData("Streams:BrokerIsEmbedded", "perhaps")]
    [InlineData("Streams:Folder", "/data/streams")]
    [InlineData("Filter:BudgetMicroseconds", "0")]
    [InlineData("Filter:MaximumMatchRate", "101")]
    [InlineData("Filter:MaximumMatchRateOf:hubble", "5")]
    [InlineData("Filter:Colour", "red")]
    public void FindProblems_WrongOption_NamesTheKey(string key, string value)
    {
        var problem = Assert.Single(new FilterWorkerStage().FindProblems(Configuration((key, value))));

        Assert.Contains(key[(key.LastIndexOf(':') + 1)..], problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FolderForTheEmbeddedBroker_IsTaken()
    {
        (string, string)[] settings = [("Streams:BrokerIsEmbedded", "true"), ("Streams:Folder", "/data/streams")];

        Assert.Empty(new FilterWorkerStage().FindProblems(Configuration(settings)));
        Assert.Equal("/data/streams", Read(settings).Folder);
    }

    [Fact]
    public void MatchRateOf_SurveyHasItsOwn_IsThatOne()
    {
        var options = new FilterWorkerOptions { MaximumMatchRate = 5, MaximumMatchRateOf = { ["lsst"] = 1 } };

        Assert.Equal((0.05, 0.01), (options.MatchRateOf(Survey.Ztf), options.MatchRateOf(Survey.Lsst)));
    }

    [Theory]
    [InlineData("ZTF_alerts_results", 7)]
    [InlineData("babamul.ztf.lsst-match.hosted", 3)]
    public void RetentionOf_Topic_IsThatOfItsKind(string topic, int days) => Assert.Equal(TimeSpan.FromDays(days), Read().RetentionOf(topic));

    static StreamsOptions Read(params (string, string)[] settings) => StreamsOptions.Read(Configuration(settings));

    static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
