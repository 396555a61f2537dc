using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Xunit;

namespace Boom.Tests.Core.Queues;

/// <summary>Messages that break the processing: halved batches, waits before the next try, dead letters.</summary>
public sealed class LeaseLoopPoisonTests : IDisposable
{
    readonly LoopRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(250, 1)]
    [InlineData(250, 137)]
    [InlineData(256, 256)]
    public async Task Run_OneCulprit_IsAloneAfterHalvingAndTheOthersAreProcessedOnce(int count, long culprit)
    {
        _run.Settings = _run.Settings with { BatchSize = count };
        _run.Queue.Fill(count);
        _run.Processor.Poison.Add(culprit);

        _run.Start();

        Assert.InRange(_run.Processor.Calls.Count, 1, (2 * Math.Log2(count)) + 2);
        Assert.Equal(Enumerable.Range(1, count).Select(ticket => (long)ticket).Where(ticket => ticket != culprit), _run.Processor.Processed.Order());
        Assert.Equal([culprit], _run.Queue.Settled.Where(settlement => settlement.Kind == SettlementKind.Retry).Select(settlement => settlement.Ticket));
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_AllAreCulprits_CostsTwoCallsForEach()
    {
        _run.Settings = _run.Settings with { BatchSize = 64 };
        _run.Queue.Fill(64);
        _run.Processor.Poison.UnionWith(Enumerable.Range(1, 64).Select(ticket => (long)ticket));

        _run.Start();

        Assert.InRange(_run.Processor.Calls.Count, 64, 127);
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_Culprit_WaitsLongerBeforeEachTryAndIsThenADeadLetter()
    {
        _run.Queue.Fill(3);
        _run.Processor.Poison.Add(2);
        _run.Start();

        var started = _run.Time.GetTimestamp();
        var tries = new List<double>();
        for (var seen = 0; _run.Processor.GivenUp.Count == 0; _run.Pass(TimeSpan.FromSeconds(1)))
        {
            var calls = _run.Processor.Calls.Count(call => call is [2]);
            for (; seen < calls; seen++)
                tries.Add(_run.Time.GetElapsedTime(started).TotalSeconds);
        }

        // 1, 5, 25 and 125 s, and a second at most until the queue is looked at.
        Assert.Equal(4, tries.Count);
        Assert.InRange(tries[1] - tries[0], 1, 2);
        Assert.InRange(tries[2] - tries[1], 5, 6);
        Assert.InRange(tries[3] - tries[2], 25, 26);
        Assert.Equal([(2L, 5, "Processing failed 5 times: InvalidDataException: poison")], _run.Processor.GivenUp);
        _run.Pass(TimeSpan.FromSeconds(1));
        Assert.Empty(_run.Queue.Tickets);
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_CulpritComesBack_IsTriedWithoutItsNeighbours()
    {
        _run.Queue.Fill(3);
        _run.Processor.Poison.Add(2);
        _run.Start();
        await _run.Queue.PushAsync([.. Enumerable.Range(4, 3).Select(candid => new QueueMessage(new PacketOrigin("t", 0, candid, 0), null, CandidText.Encode(candid)))], default);

        _run.PassUntil(() => _run.Processor.GivenUp.Count == 1);

        Assert.Equal([1L, 3, 4, 5, 6], _run.Processor.Processed.Order());
        Assert.Equal(5, _run.Processor.Calls.Count(call => call is [2]));
        await _run.StopAsync();
    }

    [Fact]
    public async Task Run_StoreAwayWhileABatchIsHalved_GoesOnWithThePartInHand()
    {
        _run.Settings = _run.Settings with { BatchSize = 8 };
        _run.Queue.Fill(8);
        _run.Processor.Poison.Add(8);
        var away = 3;
        _run.Processor.Script = batch => batch is [{ Ticket: 5 }, ..] && away-- > 0 ? throw new TransientFaultException("away") : Task.CompletedTask;
        _run.Start();

        _run.PassUntil(() => _run.Queue.Settled.Count == 8);

        Assert.Equal([1L, 2, 3, 4, 5, 6, 7], _run.Processor.Processed);
        await _run.StopAsync();
    }
}
