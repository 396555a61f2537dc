using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Lab.Bench.Visits;
using Boom.Messaging.Kafka;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Lab.Bench.Visits;

[Collection(KafkaTests.Name)]
public sealed class VisitBenchTests(KafkaTestServer kafka)
{
    [Fact]
    public async Task RunAsync_TwoSmallVisits_AreReadByARunOfItsOwnAndAccountedFor()
    {
        kafka.Require();
        using var folder = new TemporaryFolder();
        var options = new VisitOptions(Survey.Lsst, 2, 12, TimeSpan.FromSeconds(1), 3);
        var servers = new ServerSettings(kafka.BootstrapServers, null, null, new KafkaSecurity());

        var figures = await new VisitBench(folder.Path, options, servers, TimeProvider.System, _ => { }).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal((24, 24, 0, 0), (figures.Published, figures.Accounted, figures.DeadLettered, figures.Lost));
        Assert.All(figures.Visits, visit => Assert.NotNull(visit.Stored));
    }
}
