using System.Text.Json;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Faults;

/// <summary>
/// Short drills on Kafka, Redis or Valkey, and a server of MongoDB's protocol: <c>boom drill</c> with seeds whose faults are known to hit every
/// hop. Longer ones are for <c>boom drill --hours</c>.
/// </summary>
public sealed class DrillTests
{
    [Fact]
    public async Task Drill_SeededFaultsOnServers_LosesNothing()
    {
        var (kafka, mongo) = RequireServers();
        AssertSound(await RunAsync("--seed", "21", "--alerts", "200", "--seconds", "5", "--again", "--kafka", kafka, "--mongodb", mongo));
    }

    [Fact]
    public async Task Drill_SeededFaultsOnASharedFile_LosesNothing()
    {
        var (kafka, _) = RequireServers();
        AssertSound(await RunAsync("--seed", "31", "--alerts", "200", "--seconds", "5", "--kafka", kafka));
    }

    [Theory]
    [InlineData("DeleteUnread", "AbortTransaction", "RemakeTopic")]
    [InlineData("RemoveStreams", "LoseEnd", "KillProgram")]
    [InlineData("LoseMessages", "LosePayloads", "RestoreSnapshot", "ClockAhead", "ClockBehind", "ClockJump")]
    public async Task Drill_FaultsOfWhatServersHold_LoseNothing(params string[] kinds)
    {
        var (kafka, _) = RequireServers();
        AssertSound(await RunAsync(
            ["--seed", "2", "--alerts", "200", "--seconds", "4", "--enrichers", "1", "--kafka", kafka, .. kinds.SelectMany(kind => new[] { "--only", kind })]));
    }

    static void AssertSound(JsonElement result)
    {
        Assert.True(result.GetProperty("problems").GetArrayLength() == 0, result.ToString());
        Assert.Equal((0, 0, 0), (Number("lost"), Number("duplicated"), Number("halfStored")));
        Assert.True(Number("passing") >= 30 && Number("public") >= 30 && Number("messages") >= Number("passing") + Number("public"), result.ToString());
        Assert.True(Number("published") >= 200 + (200 / 37) + (200 / 53), result.ToString());

        int Number(string name) => result.GetProperty(name).GetInt32();
    }

    static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        using var drill = new BoomProcess(["drill", "--json", .. arguments]);
        var (exitCode, output, errors) = await drill.WaitAsync(TimeSpan.FromMinutes(5));
        Assert.True(output.StartsWith('{'), $"exit {exitCode}: {errors}");
        using var result = JsonDocument.Parse(output);
        return result.RootElement.Clone();
    }

    internal static (string Kafka, string Mongo) RequireServers()
    {
        var kafka = TestServices.Script("kafka");
        var mongo = TestServices.Script("mongo");
        Assert.SkipWhen(kafka is null || mongo is null, "There is no folder services beside the folder of real packets (BOOM_TEST_DATA): no Kafka to start.");
        Assert.SkipUnless(TestServices.Has("java"), "The servers of the folder services need Java, which is not installed.");
        Assert.SkipUnless(TestServices.Has("valkey-server") || TestServices.Has("redis-server"), "Neither valkey-server nor redis-server is installed.");
        return (Path.GetDirectoryName(kafka)!, mongo + " {port} {folder}/data");
    }
}
