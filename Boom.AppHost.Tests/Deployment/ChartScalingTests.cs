using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Boom.Core.Queues;
using Boom.Core.Surveys;

namespace Boom.AppHost.Tests.Deployment;

public sealed partial class ChartScalingTests
{
    [Theory]
    [InlineData("consumer-ztf", "consumer")]
    [InlineData("alert-worker-ztf", "alertWorker")]
    [InlineData("enricher-ztf", "enricher")]
    [InlineData("filter-worker-ztf", "filterWorker")]
    public void Scaling_Programs_AreNeverFewerThanWithoutIt(string stage, string value)
    {
        var (chart, scaled) = (Chart.Open(), Scaled(stage));

        Assert.Equal(
            ["advanced", "maxReplicaCount", "minReplicaCount", "pollingInterval", "scaleTargetRef", "triggers"],
            scaled.Select(entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.Equal(stage, scaled["scaleTargetRef"]!["name"]!.GetValue<string>());
        Assert.Equal(chart.Values[value]!["replicas"]!.GetValue<long>(), scaled["minReplicaCount"]!.GetValue<long>());
        Assert.InRange(scaled["maxReplicaCount"]!.GetValue<long>(), scaled["minReplicaCount"]!.GetValue<long>() + 1, 64);
    }

    [Theory]
    [InlineData("consumer-ztf", "kafka_consumer_lag", "kafka_consumer.lag", "survey")]
    [InlineData("alert-worker-ztf", "queue_oldest_age_seconds", "queue.oldest.age", "packets")]
    [InlineData("enricher-ztf", "queue_oldest_age_seconds", "queue.oldest.age", "enrichment")]
    [InlineData("filter-worker-ztf", "queue_oldest_age_seconds", "queue.oldest.age", "filter")]
    public void Scaling_Query_AsksForMetricsThatTheProgramsHave(string stage, string series, string instrument, string label)
    {
        var trigger = Trigger(stage);
        var query = trigger["metadata"]!["query"]!.GetValue<string>();
        var expected = label switch
        {
            "survey" => ("survey", Survey.Ztf.ToUpperName()),
            "packets" => ("queue", QueueNames.Packets(Survey.Ztf)),
            "enrichment" => ("queue", QueueNames.Enrichment(Survey.Ztf)),
            _ => ("queue", QueueNames.Filter(Survey.Ztf)),
        };

        Assert.Equal("prometheus", trigger["type"]!.GetValue<string>());
        Assert.Equal([(series, expected.Item1, expected.Item2)], Series().Matches(query).Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)));
        Assert.Contains($"`{instrument}`", DeploymentFiles.ReadPage("observability.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("consumer-ztf")]
    [InlineData("alert-worker-ztf")]
    [InlineData("enricher-ztf")]
    [InlineData("filter-worker-ztf")]
    public void Scaling_NoAnswer_ChangesNothing(string stage)
    {
        var metadata = Trigger(stage)["metadata"]!.AsObject();

        Assert.Equal(["ignoreNullValues", "query", "serverAddress", "threshold"], metadata.Select(entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.All(metadata, entry => Assert.Equal(System.Text.Json.JsonValueKind.String, entry.Value!.GetValueKind()));
        Assert.Equal("false", metadata["ignoreNullValues"]!.GetValue<string>());
    }

    static JsonObject Scaled(string stage) => Assert.Single(
        Chart.Open(("scaling.enabled", true)).Render(),
        resource => resource["kind"]!.GetValue<string>() == "ScaledObject" && resource["metadata"]!["name"]!.GetValue<string>() == stage)["spec"]!.AsObject();

    static JsonObject Trigger(string stage) => Assert.Single(Scaled(stage)["triggers"]!.AsArray())!.AsObject();

    [GeneratedRegex("""([a-z_]+)\{([a-z]+)="([A-Za-z_]+)"\}""")]
    private static partial Regex Series();
}
