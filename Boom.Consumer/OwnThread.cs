namespace Boom.Consumer;

/// <summary>A thread for calls that block, so that none of the pool's is held.</summary>
sealed class OwnThread : IDisposable
{
    // A monitor waits without spinning first, which an idle program would pay for.
    readonly object _lock = new();
    readonly Queue<Action> _work = [];
    readonly Thread _thread;
    bool _isEnding;

    public OwnThread(string name)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Makes a call on the thread, after those before it.</summary>
    public Task RunAsync(Action call)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isEnding, this);
            _work.Enqueue(() => Make(call, done));
            Monitor.Pulse(_lock);
        }

        return done.Task;
    }

    /// <summary>Ends it after the calls that wait.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isEnding = true;
            Monitor.Pulse(_lock);
        }

        _thread.Join();
    }

    static void Make(Action call, TaskCompletionSource done)
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
    }

    void Run()
    {
        while (Next() is { } call)
            call();
    }

    Action? Next()
    {
        lock (_lock)
        {
            while (_work.Count == 0)
            {
                if (_isEnding)
                    return null;
                Monitor.Wait(_lock);
            }

            return _work.Dequeue();
        }
    }
}
