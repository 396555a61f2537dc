using Boom.AlertWorker;
using Boom.Core.Queues;
using Boom.Core.Store;
using Xunit;
using static Boom.Tests.AlertWorker.CandidSurvey;
using static Boom.Tests.Contracts.StoreDocuments;

namespace Boom.Tests.AlertWorker;

public sealed class AlertStepTests : IDisposable
{
    readonly AlertStep _step = new(new CandidSurvey(), "boom test");

    public void Dispose() => _step.Dispose();

    [Fact]
    public async Task Encode_NewAlerts_StoresAndForwardsEachOnce()
    {
        var outcome = await Encode([], Message(1, "1 2"), Message(2, "2 3"), Message(3, "3"));

        Assert.Equal([1, 2, 3], outcome.Writes.Select(write => write.Candid));
        Assert.Equal([1, 2, 3], Forwarded(outcome));
        Assert.Equal([PacketOutcome.Stored, PacketOutcome.Stored, PacketOutcome.Duplicate], Outcomes(outcome));
    }

    [Fact]
    public async Task Decode_SchemaThatCannotBeHad_HoldsUpNoOtherPacket()
    {
        ClaimedMessage[] batch = [Message(1, "1"), Message(2, "away"), Message(3, "x"), Message(4, "away")];

        var decoded = await _step.DecodeAsync(batch, default);

        Assert.Equal([batch[0], batch[2]], decoded.Packets.Select(packet => packet.Message));
        Assert.Equal([batch[1], batch[3]], decoded.Waits!.Waiting);
        Assert.Equal("The registry is away.", decoded.Waits.Message);
    }

    [Fact]
    public async Task Decode_RegistryRefuses_HoldsUpNoOtherPacketAndSaysSo()
    {
        ClaimedMessage[] batch = [Message(1, "refused"), Message(2, "away"), Message(3, "3")];

        var decoded = await _step.DecodeAsync(batch, default);

        Assert.Equal(batch[2], Assert.Single(decoded.Packets).Message);
        Assert.Equal((2, true, "The registry refuses the password. The registry is away."), (decoded.Waits!.Waiting.Count, decoded.Waits.IsRefused, decoded.Waits.Message));
    }

    [Fact]
    public async Task Encode_AlertStoredFromAnotherPacket_IsADuplicate()
    {
        var outcome = await Encode(new() { [1] = new(AlertState.Enriched, Origin(7)), [2] = new(AlertState.Stored, null) }, Message(1, "1"), Message(2, "2"));

        Assert.Empty(outcome.Writes);
        Assert.Equal([2], Forwarded(outcome));
        Assert.Equal([PacketOutcome.Duplicate, PacketOutcome.Duplicate], Outcomes(outcome));
    }

    [Theory]
    [InlineData(AlertState.Stored, true)]
    [InlineData(AlertState.Enriched, false)]
    public async Task Encode_AlertStoredFromThisPacket_CountsAsStoredAndIsForwardedUnlessEnriched(AlertState state, bool forwarded)
    {
        var outcome = await Encode(new() { [1] = new(state, Origin(1) with { TimestampMs = 0 }) }, Message(1, "1"));

        Assert.Empty(outcome.Writes);
        Assert.Equal(forwarded ? [1L] : [], Forwarded(outcome));
        Assert.Equal([PacketOutcome.Stored], Outcomes(outcome));
    }

    [Fact]
    public async Task Encode_OneOfSeveralAlertsCameInThisPacket_CountsAsStored()
    {
        var outcome = await Encode(new() { [1] = new(AlertState.Enriched, Origin(7)), [2] = new(AlertState.Enriched, Origin(1)) }, Message(1, "1 2"));

        Assert.Equal([PacketOutcome.Stored], Outcomes(outcome));
    }

    [Fact]
    public async Task Encode_AnotherPacketOfTheBatchHasTheAlertFirst_StoredIsTheOneThatBroughtIt()
    {
        var outcome = await Encode(new() { [1] = new(AlertState.Stored, Origin(5)) }, Message(4, "1"), Message(5, "1"));

        Assert.Equal([1], Forwarded(outcome));
        Assert.Equal([PacketOutcome.Duplicate, PacketOutcome.Stored], Outcomes(outcome));
    }

    [Fact]
    public async Task Encode_PacketWithAFault_IsDeadLetteredWhateverItBrought()
    {
        var outcome = await Encode(new() { [1] = new(AlertState.Enriched, Origin(1)) }, Message(1, "1 x"));

        Assert.Equal([PacketOutcome.DeadLettered], Outcomes(outcome));
        Assert.Single(outcome.DeadLetters);
    }

    async ValueTask<AlertOutcome> Encode(Dictionary<long, StoredAlert> stored, params ClaimedMessage[] packets) =>
        _step.Encode(await _step.DecodeAsync(packets, TestContext.Current.CancellationToken), stored, DateTimeOffset.UnixEpoch);

    static IEnumerable<PacketOutcome> Outcomes(AlertOutcome outcome) => outcome.Ledger.Select(entry => entry.Outcome);

    static IEnumerable<long> Forwarded(AlertOutcome outcome) =>
        outcome.Forward.Select(message => CandidText.TryParse(message.Payload.Span, out var candid) ? candid : -1);
}
