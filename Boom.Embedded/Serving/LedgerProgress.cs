using System.Collections.Concurrent;
using Boom.Core.Plays;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Embedded.Plays;
using Microsoft.Extensions.Logging;

namespace Boom.Embedded.Serving;

/// <summary>
/// How far the consumers of other processes have come, as the ledger has it: one past the last offset before the first that nothing accounts for. What is
/// behind it may be asked for again, by a consumer that takes over or when the queue server has lost it, so the broker must keep it. Thread-safe.
/// </summary>
sealed class LedgerProgress : IConsumerProgress, IAsyncDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    readonly ConcurrentDictionary<string, ConcurrentDictionary<int, long>> _topics = new();
    readonly ConcurrentDictionary<(string Topic, int Partition, long Offset), bool> _lost = new();
    readonly ILedger _ledger;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly CancellationTokenSource _stop = new();
    readonly Task _looking;
    volatile TaskCompletionSource _changed = NewSignal();
    volatile bool _isAsked;

    public LedgerProgress(ILedger ledger, TimeProvider time, ILogger logger)
    {
        (_ledger, _time, _logger) = (ledger, time, logger);
        _looking = LookAsync();
    }

    /// <inheritdoc/>
    public Task Changed
    {
        get
        {
            var changed = _changed.Task;
            _isAsked = true;
            return changed;
        }
    }

    /// <inheritdoc/>
    public long NextOffset(string topic, int partition) => _topics.GetOrAdd(topic, _ => new()).GetValueOrDefault(partition);

    /// <inheritdoc/>
    public void Advance(string topic, int partition, long nextOffset)
    {
        // The ledger says it.
    }

    /// <inheritdoc/>
    public void PassOver(string topic, int partition, long offset) => _lost[(topic, partition, offset)] = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    async Task LookAsync()
    {
        var isKnown = true;
        while (true)
        {
            await Task.Delay(Pause, _time, _stop.Token);
            try
            {
                if (_isAsked && await ReadAsync())
                {
                    _isAsked = false;
                    Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
                }

                isKnown = true;
            }
            catch (Exception fault) when (fault is TransientFaultException or PermanentFaultException)
            {
                // Nothing is published meanwhile. A line when it begins.
                if (isKnown)
                    PlayLog.ProgressUnknown(_logger, fault.Message);
                isKnown = false;
            }
        }
    }

    /// <summary>Whether a partition has moved on.</summary>
    async ValueTask<bool> ReadAsync()
    {
        var moved = false;
        foreach (var (topic, partitions) in _topics)
        {
            foreach (var known in await _ledger.ReadLedgerAsync(topic, _stop.Token))
            {
                if (known.Topic != topic)
                    continue;
                var next = known.FirstGap();
                while (_lost.ContainsKey((topic, known.Partition, next)))
                    next = known.FirstGap(next + 1);
                moved |= partitions.GetValueOrDefault(known.Partition) != next;
                partitions[known.Partition] = next;
            }
        }

        return moved;
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
