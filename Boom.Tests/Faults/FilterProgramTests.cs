using System.Globalization;
using Boom.Core.Messages;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Messaging.Kafka;
using Boom.Messaging.Queues;
using Boom.Testing;
using Boom.Tests.Embedded;
using Boom.Tests.FilterWorker;
using Boom.Tests.Messaging.Kafka;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Faults;

/// <summary>The filter worker as a program, from a queue to a Kafka.</summary>
[Collection(KafkaTests.Name)]
public sealed class FilterProgramTests(KafkaTestServer kafka, EmbeddedServers servers) : IDisposable
{
    const int Alerts = 150;
    const string Results = "ZTF_alerts_results";
    const string Pipeline = """[{"$match":{"candidate.magpsf":{"$lt":19}}},{"$project":{"objectId":1,"annotations.mag":"$candidate.magpsf"}}]""";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly FilterFixture _fixture = new();
    readonly TemporaryFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _fixture.Dispose();
        _folder.Dispose();
    }

    // Killed again and again with whatever it has in hand: what has passed arrives, a repeat under its identifier, and is recorded once.
    [Fact]
    public async Task Run_KilledAgainAndAgain_SendsEveryMessageAndRecordsEveryHitOnce()
    {
        kafka.Require();
        var candids = await _fixture.AddAlertsAsync(Alerts);
        await _fixture.Filters.AddFilterAsync(
            new StoredFilter("f", "Bright", Survey.Ztf, [new FilterVersion("v1", Pipeline, 2461042)])
            {
                IsActive = true, ActiveVersion = "v1", Permissions = new Dictionary<Survey, IReadOnlyList<int>> { [Survey.Ztf] = [1] },
            },
            Token);
        var queue = new ValkeyQueue(servers.Valkey, QueueNames.Filter(Survey.Ztf), TimeProvider.System);
        await queue.PushAsync([.. FilterFixture.Batch(candids).Select(message => message.Message)], Token);

        for (var kills = 1; kills <= 3; kills++)
        {
            await using var killed = Start();
            await UntilDueAsync(killed, Alerts - (kills * 30));
            await killed.KillAsync();
        }

        await using var program = Start();
        await UntilDueAsync(program, 0);
        program.Signal(ChildProcess.SigTerm);
        Assert.True(await program.WaitAsync(Patience, Token));
        Assert.Equal(0, program.ExitCode);

        using var admin = new KafkaAdmin(kafka.BootstrapServers);
        var expected = (await _fixture.Filters.ListHitsAsync(new FilterHitQuery(Alerts * 2), Token)).Select(hit => hit.Candid).ToList();
        var sent = ReadIds(admin, Results);
        Assert.Equal(expected.Order(), expected.Distinct().Order());
        Assert.InRange(expected.Count, 10, Alerts - 1);
        Assert.Equal(expected.Select(candid => MessageId.Of(Results, candid, [("f", "v1")])).Order(), sent.Distinct().Order());
        var topics = SurveyCatalog.Default[Survey.Ztf].Public!.Topics;
        var published = topics.Sum(topic => ReadIds(admin, topic).Distinct().Count());
        Assert.InRange(published, Alerts / 2, Alerts);
    }

    List<string> ReadIds(KafkaAdmin admin, string topic) =>
        SentMessages.Read(kafka.BootstrapServers, topic, (int)admin.ReadWatermarks(topic).Sum(marks => marks.High - marks.Low))
            .ConvertAll(result => SentMessages.HeadersOf(result)[MessageHeaders.Id]);

    async Task UntilDueAsync(ChildProcess program, int most)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Patience);
        while ((await _fixture.DueAsync()).Count > most)
        {
            Assert.False(program.HasExited, program.Tail());
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }

    ChildProcess Start() => ChildProcess.StartStage(
        "filter worker", "Boom.FilterWorker", ["--Http:Port", FreePorts.Take(1)[0].ToString(CultureInfo.InvariantCulture), "--Surveys", "ztf"],
        new Dictionary<string, string?>
        {
            ["ConnectionStrings__kafka"] = kafka.BootstrapServers,
            ["ConnectionStrings__valkey"] = servers.QueueServer.ConnectionString,
            ["ConnectionStrings__alertdb"] = $"Data Source={_fixture.StoreFile}",
            ["Streams__Public__Enabled"] = "true",
            ["Streams__Public__Partitions"] = "2",
            ["Filter__BatchSize"] = "15",
            ["Filter__Lease"] = "00:00:05",
            ["Filter__SweepInterval"] = "00:00:01",
        },
        Path.Combine(_folder.Path, "log"));
}
