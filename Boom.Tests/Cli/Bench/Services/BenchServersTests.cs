using Boom.Cli.Bench.Services;
using Boom.Embedded;
using Boom.Hosting;
using Boom.Messaging.Kafka;
using Boom.Storage.Cutouts;
using Xunit;

namespace Boom.Tests.Cli.Bench.Services;

public sealed class BenchServersTests
{
    static readonly ServerSettings Complete = new("broker:9092", "valkey:6379", "mongodb://mongo:27017/boom", new KafkaSecurity());

    [Fact]
    public void From_CutoutFolder_IsOneOfItsOwn()
    {
        var servers = BenchServers.From(Complete, new CutoutOptions { Store = CutoutOptions.InFolder, Folder = "/cutouts" }, "id");

        Assert.Equal("/cutouts/boom-bench-id", servers.Cutouts.Folder);
    }

    [Theory]
    [InlineData("kafka")]
    [InlineData("valkey")]
    [InlineData("alertdb")]
    public void From_ServerMissing_NamesItsConnectionString(string name)
    {
        var settings = Complete with
        {
            Kafka = name == "kafka" ? null : Complete.Kafka,
            Valkey = name == "valkey" ? null : Complete.Valkey,
            AlertDb = name == "alertdb" ? null : Complete.AlertDb,
        };

        var fault = Assert.Throws<ExitException>(() => BenchServers.From(settings, new CutoutOptions(), "id"));

        Assert.Equal(ExitCode.Usage, fault.ExitCode);
        Assert.Contains($"ConnectionStrings__{name}=", fault.Message);
    }

    [Fact]
    public void From_SqliteStore_IsRefused()
    {
        var fault = Assert.Throws<ExitException>(() => BenchServers.From(Complete with { AlertDb = "Data Source=boom.db" }, new CutoutOptions(), "id"));

        Assert.Equal(ExitCode.Usage, fault.ExitCode);
        Assert.Contains("SQLite", fault.Message);
    }

    [Fact]
    public void From_CutoutsInABucket_AreRefused()
    {
        var fault = Assert.Throws<ExitException>(() => BenchServers.From(Complete, new CutoutOptions { Store = CutoutOptions.S3Bucket }, "id"));

        Assert.Equal(ExitCode.Usage, fault.ExitCode);
        Assert.Contains("Cutouts:Store", fault.Message);
    }
}
