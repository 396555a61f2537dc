using System.Collections.Concurrent;

namespace Boom.Consumer;

/// <summary>A thread for calls that block, so that none of the pool's is held.</summary>
sealed class OwnThread : IDisposable
{
    readonly BlockingCollection<Action> _work = [];
    readonly Thread _thread;

    /// <summary>Begins it.</summary>
    /// <param name="name">For debuggers.</param>
    public OwnThread(string name)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Makes a call on the thread, after those before it.</summary>
    public Task RunAsync(Action call)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                call();
                done.SetResult();
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        });
        return done.Task;
    }

    /// <summary>Ends it after the calls that wait.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    void Run()
    {
        foreach (var call in _work.GetConsumingEnumerable())
            call();
    }
}
