using Boom.Cli.Diagnosis;
using Boom.Core.Store;
using Xunit;

namespace Boom.Tests.Cli;

public sealed class RoomDiagnosisTests
{
    static LedgerPartition Night(string topic, long stored, int partition = 0) =>
        new(topic, partition, [new LedgerRange(0, stored - 1, PacketOutcome.Stored), new LedgerRange(stored, stored + 5, PacketOutcome.Rejected)]);

    [Fact]
    public void Look_DatedTopics_CountsNightsLikeTheLargestOfTheLast()
    {
        LedgerPartition[] ledger =
        [
            Night("ztf_20260101_programid1", 900_000), .. Enumerable.Range(2, 6).Select(day => Night($"ztf_2026010{day}_programid1", 1_000)),
            Night("ztf_20260108_programid1", 30_000), Night("ztf_20260108_programid2", 10_000, 1), Night("lsst-alerts-v11", 5_000_000),
        ];

        var finding = RoomDiagnosis.Look(freeBytes: 51_000_000_000, minimumBytes: 1_000_000_000, storeBytes: 10_000_000_000, alerts: 200_000, ledger);

        Assert.Equal(
            new Finding("room", FindingStatus.Ok, "room for 1 000 000 more alerts of 50.0 kB: 25 nights like that of 20260108 (40 000 alerts), the largest of the last 7"),
            finding);
    }

    [Fact]
    public void Look_FewerThanThreeNights_Warns()
    {
        var finding = RoomDiagnosis.Look(6_000_000_000, 1_000_000_000, 10_000_000_000, 200_000, [Night("ztf_20260101_programid1", 50_000)]);

        Assert.Equal(FindingStatus.Warn, finding.Status);
        Assert.Contains("2 nights", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_LessFreeThanTheMinimum_HasRoomForNothing() =>
        Assert.StartsWith("room for 0 more alerts", RoomDiagnosis.Look(1, 1_000_000_000, 10_000_000_000, 200_000, []).Detail, StringComparison.Ordinal);

    [Fact]
    public void Look_TopicsWithoutDate_SaysAlertsAlone() =>
        Assert.Equal("room for 100 000 more alerts of 50.0 kB", RoomDiagnosis.Look(6_000_000_000, 1_000_000_000, 10_000_000_000, 200_000, [Night("lsst-alerts-v11", 9)]).Detail);

    [Theory]
    [InlineData(0, "too few alerts (0) to tell how many nights fit; needs 1 000")]
    [InlineData(999, "too few alerts (999) to tell how many nights fit; needs 1 000")]
    public void Look_FewAlerts_SaysSo(long alerts, string detail) =>
        Assert.Equal(Finding.Ok("room", detail), RoomDiagnosis.Look(6_000_000_000, 0, 1_000_000, alerts, []));
}
