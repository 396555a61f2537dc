using Boom.Core.Messages;
using Microsoft.Extensions.Logging;

namespace Boom.FilterWorker;

/// <summary>The topics of a survey, made before anything is sent to them, and again when they may be gone.</summary>
sealed class StreamTopics(IMessageSink sink, IReadOnlyList<StreamTopic> topics, ILogger logger)
{
    readonly SemaphoreSlim _making = new(1);
    volatile bool _isDone;

    /// <summary>Has them looked for again before the next message.</summary>
    public void Doubt() => _isDone = false;

    /// <summary>Makes them, unless that is done.</summary>
    /// <exception cref="Core.Resilience.TransientFaultException">The brokers do not answer.</exception>
    /// <exception cref="Core.Resilience.PermanentFaultException">The brokers refuse.</exception>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isDone)
            return;
        await _making.WaitAsync(cancellationToken);
        try
        {
            if (_isDone)
                return;
            foreach (var problem in await sink.EnsureTopicsAsync(topics, cancellationToken))
                FilterWorkerLog.TopicAsItIs(logger, problem);
            _isDone = true;
        }
        finally
        {
            _making.Release();
        }
    }
}
