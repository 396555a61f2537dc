using Boom.Core.Pipeline;

namespace Boom.Tests.Fakes;

/// <summary>A queue that only keeps what is pushed.</summary>
sealed class MemoryQueue : ILeasedQueue
{
    public string Name => "memory";

    public List<QueueMessage> Pushed { get; } = [];

    /// <summary>Messages that somebody has in hand.</summary>
    public int Leased { get; set; }

    /// <summary>Thrown by the next look at the status.</summary>
    public Exception? StatusFault { get; set; }

    public ValueTask PushAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        Pushed.AddRange(messages);
        return ValueTask.CompletedTask;
    }

    public ValueTask<ClaimedBatch> ClaimAsync(int maxCount, TimeSpan lease, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<QueueStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        if (StatusFault is { } fault)
        {
            StatusFault = null;
            throw fault;
        }

        return ValueTask.FromResult(new QueueStatus(Pushed.Count, Leased, 0, null, 0));
    }
}
