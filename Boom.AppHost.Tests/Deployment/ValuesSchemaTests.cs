using System.Text.Json.Nodes;

namespace Boom.AppHost.Tests.Deployment;

public sealed class ValuesSchemaTests
{
    static readonly ValuesSchema Schema = new(JsonNode.Parse(DeploymentFiles.Read("chart", "values.schema.json"))!.AsObject());

    [Fact]
    public void Schema_ValuesOfTheChart_AreRight() => Assert.Empty(Schema.FindProblems(Chart.Open().Values));

    // Helm adds the mapping global to the values of a chart within another.
    [Theory]
    [InlineData("global")]
    [InlineData("scaling.global")]
    public void Schema_GlobalOfHelm_IsRight(string path) => Assert.Empty(Schema.FindProblems(Chart.Open((path, new JsonObject())).Values));

    [Theory]
    [InlineData("consumer.replicas", "\"1\"")]
    [InlineData("consumer.replicas", "65")]
    [InlineData("consumer.memory", "512")]
    [InlineData("consumer.memory", "\"512M\"")]
    [InlineData("consumer.cpuLimit", "\"one\"")]
    [InlineData("consumer.replica", "1")]
    [InlineData("stop.gracePeriodSeconds", "10")]
    [InlineData("image.prefix", "\"registry.example.org\"")]
    [InlineData("image.tag", "\"\"")]
    [InlineData("image.pullPolicy", "\"Sometimes\"")]
    [InlineData("kafka.protocol", "\"tls\"")]
    [InlineData("servers.secret", "\"Not A Name\"")]
    [InlineData("servers.password", "\"open\"")]
    [InlineData("streams.forward", "\"yes\"")]
    [InlineData("streams.secret", "\"\"")]
    [InlineData("scaling.enabled", "\"yes\"")]
    [InlineData("scaling.prometheus", "\"prometheus:9090\"")]
    [InlineData("scaling.consumer.minimum", "0")]
    [InlineData("scaling.alertWorker.ageSeconds", "10")]
    [InlineData("indexes", "null")]
    public void Schema_WrongValue_IsTold(string path, string json)
    {
        var problem = Assert.Single(Schema.FindProblems(Chart.Open((path, JsonNode.Parse(json))).Values));

        Assert.StartsWith("values", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("consumer")]
    [InlineData("image")]
    public void Schema_MissingValue_IsTold(string section)
    {
        var values = Chart.Open().Values;
        values.Remove(section);

        Assert.Single(Schema.FindProblems(values));
    }
}
