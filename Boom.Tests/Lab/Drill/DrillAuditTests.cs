using Boom.Core.Store;
using Boom.Lab.Drill;
using Xunit;

namespace Boom.Tests.Lab.Drill;

public sealed class DrillAuditTests
{
    static readonly DrillPacket Alert = new(0, false);
    static readonly DrillPacket Damaged = new(0, true);

    [Fact]
    public void Check_EverythingAsPublished_FindsNothing()
    {
        var log = LogOf(Alert, Alert, Damaged, null);

        Assert.Empty(Check(
            log, (0, 0, PacketOutcome.Stored), (1, 1, PacketOutcome.Duplicate), (2, 2, PacketOutcome.DeadLettered), (3, 3, PacketOutcome.Absent)));
    }

    [Theory]
    [InlineData(PacketOutcome.Absent)]
    [InlineData(PacketOutcome.Expired)]
    [InlineData(PacketOutcome.DeadLettered)]
    [InlineData(PacketOutcome.Rejected)]
    public void Check_GoodPacketThatTheBrokerHas_IsStoredOrADuplicate(PacketOutcome outcome) =>
        Assert.Contains(Check(LogOf(Alert), (0, 0, outcome)), sentence => sentence.Contains($"as {outcome}, which is a good packet", StringComparison.Ordinal));

    [Theory]
    [InlineData(PacketOutcome.Stored)]
    [InlineData(PacketOutcome.Duplicate)]
    [InlineData(PacketOutcome.Absent)]
    [InlineData(PacketOutcome.Rejected)]
    public void Check_DamagedPacket_IsADeadLetter(PacketOutcome outcome) =>
        Assert.Contains(Check(LogOf(Damaged), (0, 0, outcome)), sentence => sentence.Contains("which is a damaged packet", StringComparison.Ordinal));

    [Theory]
    [InlineData(PacketOutcome.Stored)]
    [InlineData(PacketOutcome.Duplicate)]
    [InlineData(PacketOutcome.DeadLettered)]
    public void Check_OffsetWithoutPacket_IsAbsent(PacketOutcome outcome) =>
        Assert.Contains(Check(LogOf([null]), (0, 0, outcome)), sentence => sentence.Contains("where there is no packet", StringComparison.Ordinal));

    [Fact]
    public void Check_PacketThatWasDeleted_MayBeExpired()
    {
        var log = LogOf(Alert, Alert);
        log.Delete(0, before: 1);

        Assert.Empty(Check(log, (0, 0, PacketOutcome.Expired), (1, 1, PacketOutcome.Stored)));
    }

    [Fact]
    public void Check_OffsetThatNothingWasWrittenTo_IsTold() =>
        Assert.Contains(
            Check(LogOf(Alert), (0, 0, PacketOutcome.Stored), (1, 1, PacketOutcome.Duplicate)),
            sentence => sentence.Contains("where nothing was published", StringComparison.Ordinal));

    [Fact]
    public void Check_AlertStoredByTwoPackets_IsTold() =>
        Assert.Contains(
            Check(LogOf(Alert, Alert), (0, 1, PacketOutcome.Stored)), sentence => sentence.StartsWith("The ledger has 2 packets as stored", StringComparison.Ordinal));

    [Fact]
    public void Check_PacketMissingInTheLedger_IsTold() =>
        Assert.Contains(
            Check(LogOf(Alert, Alert), (0, 0, PacketOutcome.Stored)), sentence => sentence.StartsWith("The ledger has 1 offsets; 2 were", StringComparison.Ordinal));

    [Fact]
    public void Explain_AlertThatTheBrokerHas_IsMissed()
    {
        var log = LogOf(Alert, new(1, false), new(1, false));
        log.Delete(0, before: 2);

        var (gone, missed) = log.Explain(new HashSet<int> { 0, 1 });

        Assert.Equal([0], gone);
        Assert.Equal([1], missed);
    }

    [Fact]
    public void LoseEnd_OthersTakeTheOffsets_KnowsBoth()
    {
        var log = LogOf(Alert, Alert);

        Assert.Single(log.LoseEnd(0, from: 1));
        log.Add(new DrillPlace(0, 1, Damaged));

        Assert.Equal(2, log.At(0, 1).Count);
        Assert.Empty(Check(log, (0, 0, PacketOutcome.Stored), (1, 1, PacketOutcome.DeadLettered)));
    }

    static DrillLog LogOf(params DrillPacket?[] packets)
    {
        var log = new DrillLog();
        for (var offset = 0; offset < packets.Length; offset++)
            log.Add(new DrillPlace(0, offset, packets[offset]));
        return log;
    }

    static IReadOnlyList<string> Check(DrillLog log, params (long First, long Last, PacketOutcome Outcome)[] ranges) =>
        DrillAudit.Check(log, [DrillAccountTests.Ledger("ztf", "a", ranges)], alerts: 1);
}
