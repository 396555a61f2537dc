using System.Text;
using Boom.Core.Pipeline;

namespace Boom.Tests.Fakes;

/// <summary>A queue in memory that keeps what is pushed; nobody claims from it.</summary>
sealed class MemoryQueue : ILeasedQueue
{
    /// <summary>All messages, in order of arrival.</summary>
    public List<QueueMessage> Messages { get; } = [];

    /// <summary>Their payloads as text.</summary>
    public IEnumerable<string> Texts => Messages.Select(message => Encoding.ASCII.GetString(message.Payload.Span));

    public string Name => "memory";

    public ValueTask PushAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        Messages.AddRange(messages);
        return ValueTask.CompletedTask;
    }

    public ValueTask<ClaimedBatch> ClaimAsync(int maxCount, TimeSpan lease, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ClaimedBatch.Empty);

    public ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<QueueStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new QueueStatus(Messages.Count, 0, 0, null, 0));
}
