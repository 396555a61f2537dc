using System.Collections.Concurrent;

namespace Boom.Tests.Support;

/// <summary>
/// Runs asynchronous code on the thread of the test: after <see cref="Drain"/> nothing is left to do but to wait for a timer, so that a clock that is
/// set by hand never runs ahead of the code.
/// </summary>
sealed class SingleThread : SynchronizationContext
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly BlockingCollection<(SendOrPostCallback Work, object? State)> _work = [];

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => _work.Add((d, state));

    /// <summary>Begins something, and goes on with it until it waits.</summary>
    public Task Start(Func<Task> begin)
    {
        Task started = Task.CompletedTask;
        Run(() => started = begin());
        Drain();
        return started;
    }

    /// <summary>Does what is left to do.</summary>
    public void Drain()
    {
        while (_work.TryTake(out var item))
            Run(() => item.Work(item.State));
    }

    /// <summary>Goes on until the task has ended, however it ended.</summary>
    public void Finish(Task task)
    {
        using var limit = new CancellationTokenSource(Patience);
        task.ContinueWith(_ => Post(static _ => { }, null), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!task.IsCompleted)
        {
            var item = _work.Take(limit.Token);
            Run(() => item.Work(item.State));
        }
    }

    void Run(Action action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
