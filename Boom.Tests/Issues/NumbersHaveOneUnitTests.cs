using System.Text.Json;
using Boom.Tests.Cli;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>
/// Packets with several alerts were counted in packets here and in alerts there: "1 in, 11 enriched", and nothing stored where two alerts were. With a
/// second topic the same number was in the other unit.
/// </summary>
public sealed class NumbersHaveOneUnitTests : IDisposable
{
    const string First = "ztf_20260101_programid1", Second = "ztf_20260102_programid1";

    readonly TemporaryFolder _folder = new();

    string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Account_ContainerWithADamagedRecord_CountsPacketsAndAlertsByName()
    {
        var run = await PlayAsync("20260101", ForgedPackets.Container(ForgedPackets.Packet(0), ForgedPackets.WithoutPosition(1), ForgedPackets.Packet(2)));
        var account = await AuditAsync();

        Assert.Equal((0, 1, 0), (Number(account, "stored"), Number(account, "deadLettered"), Number(account, "enriched")));
        Assert.Equal((2, 2), (Number(account, "alertsStored"), Number(account, "alertsEnriched")));
        Assert.Equal(2, Number(account.GetProperty("surveys").GetProperty("ZTF"), "alertsStored"));
        Assert.Contains($"packets of {First}: 1 in, 1 accounted for\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("packets: stored 0, dead-lettered 1, unaccounted: 0, enriched 0\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("alerts of ZTF: 2 stored; 2 enriched\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_OneTopicOrSeveral_HasTheSameUnits()
    {
        await PlayAsync("20260101", ForgedPackets.Container([.. Enumerable.Range(0, 11).Select(ForgedPackets.Packet)]));
        var one = await AuditAsync();
        await PlayAsync("20260102", ForgedPackets.Packet(12));
        var two = await AuditAsync();

        Assert.Equal((1, 1), (Number(one, "stored"), Number(one, "enriched")));
        Assert.Equal((1, 1), (Topic(one, First, "stored"), Topic(one, First, "enriched")));
        Assert.Equal((1, 1), (Topic(two, First, "stored"), Topic(two, First, "enriched")));
        Assert.Equal((1, 1), (Topic(two, Second, "stored"), Topic(two, Second, "enriched")));
        Assert.Equal((2, 2, 12, 12), (Number(two, "stored"), Number(two, "enriched"), Number(two, "alertsStored"), Number(two, "alertsEnriched")));
        var text = (await CliRun.OfAsync("audit", "--data", Data)).Out;
        Assert.Contains("packets of all topics: 2 in, 2 accounted for; 2 enriched\n", text, StringComparison.Ordinal);
        Assert.Contains("alerts of ZTF: 12 stored; 12 enriched\n", text, StringComparison.Ordinal);
    }

    async Task<CliRun> PlayAsync(string night, byte[] packet)
    {
        var file = Path.Combine(_folder.Path, $"{night}.avro");
        await File.WriteAllBytesAsync(file, packet, TestContext.Current.CancellationToken);
        return await CliRun.OfAsync("play", file, "--survey", "ztf", "--night", night, "--data", Data);
    }

    async Task<JsonElement> AuditAsync() => PlayedNight.LastLine(await CliRun.OfAsync("audit", "--json", "--data", Data));

    static long Topic(JsonElement account, string topic, string name) => Number(account.GetProperty("topics").GetProperty(topic), name);

    static long Number(JsonElement account, string name) => account.GetProperty(name).GetInt64();
}
