using System.Collections.Concurrent;
using Boom.Core.Pipeline;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Core.Pipeline;

public sealed class LeaseLoopTests : IDisposable
{
    readonly FakeTimeProvider _time = new();
    readonly ScriptedQueue _queue = new();
    readonly ScriptedProcessor _processor = new();
    readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task Run_SoundMessages_AreProcessedInBatchesAndDone()
    {
        _queue.Fill(5);

        await RunUntilAsync(() => _queue.Settled.Count == 5);

        Assert.Equal([3, 2], _processor.Batches);
        Assert.All(_queue.Settled, s => Assert.Equal(SettlementKind.Done, s.Kind));
    }

    [Fact]
    public async Task Run_SoundMessages_MemoryGoesBackOnceTheyAreSettled()
    {
        _queue.Fill(5);

        await RunUntilAsync(() => _queue.SettledAtDisposal.Count == 2);

        Assert.Equal([3, 5], _queue.SettledAtDisposal);
    }

    [Fact]
    public async Task Run_OnePoisonousMessage_IsRetriedThenGivenUpAlone()
    {
        _queue.Fill(3);
        _processor.Poison = 2;

        await RunUntilAsync(() => _queue.Settled.Count(s => s.Kind == SettlementKind.Done) == 3);

        Assert.Equal([2L], _processor.GivenUp);
        Assert.Equal(2, _queue.Settled.Count(s => s is { Ticket: 2, Kind: SettlementKind.Retry }));
        Assert.Equal([1L, 3L], _processor.Processed.Distinct().Order());
    }

    [Fact]
    public async Task Run_ClientCancelsItsOwnCall_PausesAndGoesOnWithoutAnAttempt()
    {
        _queue.Fill(1);
        _processor.Cancellations = 7;

        await RunUntilAsync(() => _queue.Settled.Count == 1);

        Assert.Equal(SettlementKind.Done, _queue.Settled.Single().Kind);
    }

    [Fact]
    public async Task Run_ServerAway_PausesOnceAndGoesOnWithTheSameBatch()
    {
        _queue.Fill(1);
        _processor.Faults = 4;

        await RunUntilAsync(() => _queue.Settled.Count == 1);

        Assert.Equal((1, 1), (_processor.Paused, _processor.Resumed));
        Assert.Equal(SettlementKind.Done, _queue.Settled.Single().Kind);
    }

    [Fact]
    public async Task Run_StoreBeyondRepair_EndsAndGivesEverythingBack()
    {
        _queue.Fill(5);
        _processor.Broken = true;

        await Assert.ThrowsAsync<PermanentFaultException>(() => Loop().RunAsync(_stop.Token).WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.Equal(5, _queue.Settled.Count);
        Assert.All(_queue.Settled, settlement => Assert.Equal(SettlementKind.Release, settlement.Kind));
        Assert.Empty(_processor.GivenUp);
    }

    [Fact]
    public async Task Run_StoppedWhileServerIsAway_ReleasesTheBatch()
    {
        _queue.Fill(1);
        _processor.Faults = int.MaxValue;
        var running = Loop().RunAsync(_stop.Token);
        await WaitAsync(() => _processor.Paused == 1);

        await _stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(SettlementKind.Release, _queue.Settled.Single().Kind);
    }

    [Fact]
    public async Task Run_QueueAway_PausesAndGoesOn()
    {
        _queue.Fill(1);
        _queue.ClaimFaults = 3;

        await RunUntilAsync(() => _queue.Settled.Count == 1);

        Assert.Equal((1, 1), (_processor.Paused, _processor.Resumed));
    }

    LeaseLoop Loop() => new(
        _queue, new LeaseLoopSettings(3, TimeSpan.FromMinutes(1), 3, TimeSpan.FromMilliseconds(10)), _processor, _time, seed: 1);

    async Task RunUntilAsync(Func<bool> condition)
    {
        var running = Loop().RunAsync(_stop.Token);
        await WaitAsync(condition);
        await _stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    async Task WaitAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    sealed class ScriptedQueue : ILeasedQueue
    {
        readonly ConcurrentQueue<ClaimedMessage> _messages = new();

        public ConcurrentQueue<Settlement> Settled { get; } = new();

        public int ClaimFaults { get; set; }

        /// <summary>How many messages were settled when each batch gave its memory back.</summary>
        public ConcurrentQueue<int> SettledAtDisposal { get; } = new();

        public string Name => "scripted";

        public void Fill(int count)
        {
            for (var i = 1; i <= count; i++)
                _messages.Enqueue(new ClaimedMessage(i, 1, 0, new QueueMessage(new PacketOrigin("t", 0, i, 0), null, CandidText.Encode(i))));
        }

        public ValueTask<PushReceipt> PushAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask RenewAsync(IReadOnlyList<ClaimedMessage> messages, TimeSpan lease, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask WaitForPushAsync(TimeSpan longest, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<ClaimedBatch> ClaimAsync(int maxCount, TimeSpan lease, CancellationToken cancellationToken)
        {
            if (ClaimFaults-- > 0)
                throw new TransientFaultException("the queue is away");
            var batch = new List<ClaimedMessage>();
            while (batch.Count < maxCount && _messages.TryDequeue(out var message))
                batch.Add(message);
            return ValueTask.FromResult(new ClaimedBatch(batch, batch.Count == 0 ? null : new Memory(this)));
        }

        public ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
        {
            foreach (var settlement in settlements)
            {
                Settled.Enqueue(settlement);
                if (settlement.Kind == SettlementKind.Retry)
                {
                    var message = new QueueMessage(new PacketOrigin("t", 0, settlement.Ticket, 0), null, CandidText.Encode(settlement.Ticket));
                    _messages.Enqueue(new ClaimedMessage(settlement.Ticket, settlement.Attempt + 1, 0, message));
                }
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask<QueueStatus> GetStatusAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        sealed class Memory(ScriptedQueue queue) : IDisposable
        {
            public void Dispose() => queue.SettledAtDisposal.Enqueue(queue.Settled.Count);
        }
    }

    sealed class ScriptedProcessor : IBatchProcessor
    {
        public long Poison { get; set; }

        public int Faults { get; set; }

        public int Cancellations { get; set; }

        public bool Broken { get; set; }

        public ConcurrentQueue<int> Batches { get; } = new();

        public ConcurrentQueue<long> Processed { get; } = new();

        public ConcurrentQueue<long> GivenUp { get; } = new();

        public int Paused { get; private set; }

        public int Resumed { get; private set; }

        public ValueTask ProcessAsync(IReadOnlyList<ClaimedMessage> batch, CancellationToken cancellationToken)
        {
            Batches.Enqueue(batch.Count);
            if (Faults-- > 0)
                throw new TransientFaultException("the store is away");
            if (Cancellations-- > 0)
                throw new TaskCanceledException();
            if (Broken)
                throw new PermanentFaultException("the store is of another program");
            if (batch.Any(m => m.Ticket == Poison))
                throw new InvalidDataException("poison");
            foreach (var message in batch)
                Processed.Enqueue(message.Ticket);
            return ValueTask.CompletedTask;
        }

        public ValueTask GiveUpAsync(ClaimedMessage message, Exception exception, CancellationToken cancellationToken)
        {
            GivenUp.Enqueue(message.Ticket);
            return ValueTask.CompletedTask;
        }

        public void OnFailure(ClaimedMessage message, Exception exception, bool last)
        {
        }

        public void OnPaused(TransientFaultException fault) => Paused++;

        public void OnResumed() => Resumed++;
    }
}
