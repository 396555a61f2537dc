namespace Boom.Core.Queues;

/// <summary>
/// Lets the workers of a program hold messages side by side, or one of them alone: a message that may end the program is processed while no other
/// message is in hand, so that none but itself pays for it.
/// </summary>
public sealed class LeaseGate : IDisposable
{
    readonly SemaphoreSlim _door = new(1, 1);
    readonly Lock _lock = new();
    TaskCompletionSource? _empty;
    int _inside;

    /// <summary>Comes in beside others; waits while somebody is alone or waits to be. The answer leaves when it is disposed.</summary>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _door.WaitAsync(cancellationToken);
        lock (_lock)
            _inside++;
        _door.Release();
        return new Leaving(Leave);
    }

    /// <summary>Comes in alone, when all others have left; nobody else comes in until the answer is disposed. The caller must not be inside.</summary>
    public async ValueTask<IDisposable> EnterAloneAsync(CancellationToken cancellationToken)
    {
        await _door.WaitAsync(cancellationToken);
        try
        {
            Task empty;
            lock (_lock)
                empty = _inside == 0 ? Task.CompletedTask : (_empty = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            await empty.WaitAsync(cancellationToken);
        }
        catch
        {
            _door.Release();
            throw;
        }

        return new Leaving(() => _door.Release());
    }

    /// <inheritdoc/>
    public void Dispose() => _door.Dispose();

    void Leave()
    {
        lock (_lock)
        {
            if (--_inside == 0)
                _empty?.TrySetResult();
        }
    }

    sealed class Leaving(Action leave) : IDisposable
    {
        Action? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }
}
