using Boom.Core.Queues;
using Boom.Core.Resilience;

namespace Boom.Tests.Core.Queues;

/// <summary>Does what it is told to each message, and notes what it is asked.</summary>
sealed class ScriptedProcessor : IBatchProcessor, ILeaseListener
{
    readonly Lock _lock = new();

    /// <summary>Tickets that break the processing.</summary>
    public HashSet<long> Poison { get; } = [];

    /// <summary>Called with each batch; what it throws is thrown, and what it answers is waited for.</summary>
    public Func<IReadOnlyList<ClaimedMessage>, Task>? Script { get; set; }

    /// <summary>Thrown when a message is to be given up.</summary>
    public Exception? GiveUpFault { get; set; }

    /// <summary>Tickets of each call.</summary>
    public List<long[]> Calls { get; } = [];

    /// <summary>Tickets that were processed.</summary>
    public List<long> Processed { get; } = [];

    public List<(long Ticket, int Attempts, string Reason)> GivenUp { get; } = [];

    public int Paused { get; private set; }

    public int Refused { get; private set; }

    public int Resumed { get; private set; }

    public int ReleaseFaults { get; private set; }

    public async ValueTask ProcessAsync(IReadOnlyList<ClaimedMessage> batch, CancellationToken cancellationToken)
    {
        lock (_lock)
            Calls.Add([.. batch.Select(message => message.Ticket)]);
        if (Script is { } script)
            await script(batch);
        if (batch.Any(message => Poison.Contains(message.Ticket)))
            throw new InvalidDataException("poison");
        lock (_lock)
            Processed.AddRange(batch.Select(message => message.Ticket));
    }

    public ValueTask GiveUpAsync(ClaimedMessage message, string reason, CancellationToken cancellationToken)
    {
        if (GiveUpFault is { } fault)
            throw fault;
        GivenUp.Add((message.Ticket, message.Attempt, reason));
        return ValueTask.CompletedTask;
    }

    public void OnFailure(ClaimedMessage message, Exception exception)
    {
    }

    public void Dispose()
    {
    }

    public void OnPaused(TransientFaultException fault) => Paused++;

    public void OnRefused(PermanentFaultException fault) => Refused++;

    public void OnReleaseFailed(Exception fault) => ReleaseFaults++;

    public void OnResumed() => Resumed++;
}
