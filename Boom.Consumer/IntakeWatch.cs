using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Consumer;

/// <summary>
/// Heeds the order to pause the intake of a survey. The store is looked at beside the reading; while it is away, what it said last holds. For one thread.
/// </summary>
sealed class IntakeWatch(Survey survey, IIntakeSwitch orders, TimeProvider time)
{
    // An order is followed within this time; a look costs the store one read by key.
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    Task? _look;
    IntakePause? _found;
    long _lookedAt;

    /// <summary>The order that holds; null when packets are to be read.</summary>
    public IntakePause? Pause { get; private set; }

    /// <summary>Completes when no look is under way; never fails.</summary>
    internal Task Settled => _look ?? Task.CompletedTask;

    /// <summary>Looks, and waits for the answer.</summary>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        // A look of before must not answer later, with what held then.
        await Settled;
        _lookedAt = time.GetTimestamp();
        Pause = _found = await Task.Run(() => orders.FindPauseAsync(survey, cancellationToken).AsTask(), cancellationToken);
    }

    /// <summary>Takes what the last look has found, and looks again when it is time; waits for nothing. True when another order holds than before.</summary>
    public bool Update(CancellationToken cancellationToken)
    {
        if (_look is { IsCompleted: false })
            return false;
        var before = Pause;
        Pause = _found;
        _look = null;
        if (time.GetElapsedTime(_lookedAt) >= Interval)
        {
            _lookedAt = time.GetTimestamp();
            _look = Task.Run(() => LookAsync(cancellationToken), CancellationToken.None);
        }

        return Pause != before;
    }

    async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            _found = await orders.FindPauseAsync(survey, cancellationToken);
        }
        catch (Exception fault) when (fault is TransientFaultException or PermanentFaultException or OperationCanceledException)
        {
            // The calls on the ledger tell of a store that is away.
        }
    }
}
