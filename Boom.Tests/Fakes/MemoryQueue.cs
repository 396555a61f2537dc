using System.Runtime.CompilerServices;
using System.Text;
using Boom.Core.Queues;

namespace Boom.Tests.Fakes;

/// <summary>A queue in memory that keeps what is pushed; nobody claims from it.</summary>
sealed class MemoryQueue : ILeasedQueue, IQueueContents
{
    /// <summary>All messages, in order of arrival.</summary>
    public List<QueueMessage> Messages { get; } = [];

    /// <summary>Their payloads as text.</summary>
    public IEnumerable<string> Texts => Messages.Select(message => Encoding.ASCII.GetString(message.Payload.Span));

    /// <summary>Called with what is pushed.</summary>
    public Func<IReadOnlyList<QueueMessage>, ValueTask>? Pushed { get; set; }

    /// <summary>Messages that somebody has in hand, as the status says.</summary>
    public int Leased { get; set; }

    public TimeSpan OldestAge { get; set; }

    /// <summary>Thrown by the next look at the status.</summary>
    public Exception? StatusFault { get; set; }

    /// <summary>How often the contents were read.</summary>
    public int Readings { get; private set; }

    public string Name => "memory";

    public async ValueTask<PushReceipt> PushAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        Messages.AddRange(messages);
        if (Pushed is { } pushed)
            await pushed(messages);
        return new PushReceipt(0, Messages.Count + Leased, 0);
    }

    public ValueTask RenewAsync(IReadOnlyList<ClaimedMessage> messages, TimeSpan lease, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask WaitForPushAsync(TimeSpan longest, CancellationToken cancellationToken) => await Task.Delay(longest, TimeProvider.System, cancellationToken);

    public ValueTask<ClaimedBatch> ClaimAsync(int maxCount, TimeSpan lease, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ClaimedBatch.Empty);

    public ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<QueueStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var fault = StatusFault;
        StatusFault = null;
        return fault is null ? ValueTask.FromResult(new QueueStatus(Messages.Count, Leased, 0, null, 0, OldestAge)) : throw fault;
    }

    public async IAsyncEnumerable<QueueMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Readings++;
        foreach (var message in Messages.ToArray())
        {
            await Task.Yield();
            yield return message;
        }
    }
}
