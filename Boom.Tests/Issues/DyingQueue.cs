using Boom.Core.Queues;

namespace Boom.Tests.Issues;

/// <summary>A program's hold on a queue: when the program dies, none of its calls comes through any more.</summary>
sealed class DyingQueue(ILeasedQueue inner) : ILeasedQueue
{
    public string Name => inner.Name;

    public bool IsDead { get; set; }

    public ValueTask<PushReceipt> PushAsync(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken) =>
        IsDead ? Never<PushReceipt>() : inner.PushAsync(messages, cancellationToken);

    public ValueTask<ClaimedBatch> ClaimAsync(int maxCount, TimeSpan lease, CancellationToken cancellationToken) =>
        IsDead ? Never<ClaimedBatch>() : inner.ClaimAsync(maxCount, lease, cancellationToken);

    public ValueTask RenewAsync(IReadOnlyList<ClaimedMessage> messages, TimeSpan lease, CancellationToken cancellationToken) =>
        IsDead ? Never() : inner.RenewAsync(messages, lease, cancellationToken);

    public ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken) =>
        IsDead ? Never() : inner.SettleAsync(settlements, cancellationToken);

    public ValueTask WaitForPushAsync(TimeSpan longest, CancellationToken cancellationToken) =>
        IsDead ? Never() : inner.WaitForPushAsync(longest, cancellationToken);

    public ValueTask<QueueStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        IsDead ? Never<QueueStatus>() : inner.GetStatusAsync(cancellationToken);

    static ValueTask<T> Never<T>() => new(new TaskCompletionSource<T>().Task);

    static ValueTask Never() => new(new TaskCompletionSource().Task);
}
