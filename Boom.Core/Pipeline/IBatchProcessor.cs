namespace Boom.Core.Pipeline;

/// <summary>The work of a stage, as <see cref="LeaseLoop"/> calls it.</summary>
public interface IBatchProcessor
{
    /// <summary>
    /// Processes a batch to its durable end, dead letters included. Must be idempotent: it is called again after a
    /// <see cref="TransientFaultException"/>, and message by message after any other exception.
    /// </summary>
    ValueTask ProcessAsync(IReadOnlyList<ClaimedMessage> batch, CancellationToken cancellationToken);

    /// <summary>Keeps a message that broke the processing on its last attempt as a dead letter.</summary>
    ValueTask GiveUpAsync(ClaimedMessage message, Exception exception, CancellationToken cancellationToken);

    /// <summary>A message broke the processing; for the log.</summary>
    void OnFailure(ClaimedMessage message, Exception exception, bool last);

    /// <summary>A server is away; called once per pause.</summary>
    void OnPaused(TransientFaultException fault);

    /// <summary>The servers are back.</summary>
    void OnResumed();
}
