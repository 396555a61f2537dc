using Boom.Core.Queues;
using Boom.Core.Telemetry;
using Boom.Tests.Fakes;
using Boom.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Boom.Tests.Core.Queues;

/// <summary>A <see cref="LeaseLoop"/> on a queue in memory, on one thread, with a clock that is set by hand.</summary>
sealed class LoopRun : IDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    readonly CancellationTokenSource _stop = new();
    readonly SingleThread _thread = new();

    readonly DateTimeOffset _began;

    public LoopRun() => (Queue, Pulse, _began) = (new WatchedQueue(Time), new StagePulse("worker", Time), Time.GetUtcNow());

    public FakeTimeProvider Time { get; } = new();

    public WatchedQueue Queue { get; }

    public StagePulse Pulse { get; }

    public ScriptedProcessor Processor { get; } = new();

    public LeaseLoopSettings Settings { get; set; } = new(3, Lease, 5, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    /// <summary>What forbids the work.</summary>
    public string? Bar { get; set; }

    /// <summary>The loop while it runs.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    public void Dispose() => _stop.Dispose();

    /// <summary>Starts a loop.</summary>
    /// <param name="queue">Goes before <see cref="Queue"/>.</param>
    /// <param name="processor">Goes before <see cref="Processor"/>.</param>
    /// <param name="gate">Shared with other loops.</param>
    public void Start(ILeasedQueue? queue = null, ScriptedProcessor? processor = null, LeaseGate? gate = null) => Running = _thread.Start(
        () => new LeaseLoop(queue ?? Queue, Settings, processor ?? Processor, processor ?? Processor, Time, seed: 1, Pulse, gate, _ => new(Bar)).RunAsync(_stop.Token));

    /// <summary>Starts another worker on the queue, which ends with the first one.</summary>
    public void StartOther(ScriptedProcessor processor) => _ = _thread.Start(
        () => new LeaseLoop(Queue, Settings, processor, processor, Time, seed: 2).RunAsync(_stop.Token));

    /// <summary>Time that has passed.</summary>
    public TimeSpan Elapsed => Time.GetUtcNow() - _began;

    /// <summary>Lets time pass, a second at a time.</summary>
    public void Pass(TimeSpan time)
    {
        for (var seconds = 0; seconds < time.TotalSeconds; seconds++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            _thread.Drain();
        }
    }

    /// <summary>Does what can be done without time passing.</summary>
    public void Drain() => _thread.Drain();

    /// <summary>Lets time pass until something holds; a day at most.</summary>
    public void PassUntil(Func<bool> condition)
    {
        for (var seconds = 0; !condition(); seconds++)
        {
            if (seconds > 86_400)
                throw new TimeoutException("It does not come.");
            Pass(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Starts a loop, lets time pass until something holds, and stops it.</summary>
    public async Task RunUntilAsync(Func<bool> condition)
    {
        Start();
        PassUntil(condition);
        await StopAsync();
    }

    /// <summary>Stops the loop; throws what it has ended by.</summary>
    public Task StopAsync()
    {
        _ = _thread.Start(_stop.CancelAsync);
        return EndAsync();
    }

    /// <summary>Waits for the end of the loop; throws what it has ended by.</summary>
    public Task EndAsync()
    {
        _thread.Finish(Running);
        return Running;
    }

    /// <summary>Another stage of the same program, on a queue of its own.</summary>
    internal sealed class Stage(LoopRun run)
    {
        public WatchedQueue Queue { get; } = new(run.Time);

        public ScriptedProcessor Processor { get; } = new();

        public void Start(ILeasedQueue queue, LeaseGate gate) => run._thread.Start(
            () => new LeaseLoop(queue, run.Settings, Processor, Processor, run.Time, seed: 2, pulse: null, gate).RunAsync(run._stop.Token));
    }
}
