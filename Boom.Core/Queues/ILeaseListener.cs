using Boom.Core.Resilience;

namespace Boom.Core.Queues;

/// <summary>Hears how a <see cref="LeaseLoop"/> fares; for the log.</summary>
public interface ILeaseListener
{
    /// <summary>A message broke the processing.</summary>
    void OnFailure(ClaimedMessage message, Exception exception);

    /// <summary>A server is away; called once per pause.</summary>
    void OnPaused(TransientFaultException fault);

    /// <summary>A server refuses, and no waiting mends it; called once, until it works again.</summary>
    void OnRefused(PermanentFaultException fault);

    /// <summary>Claimed messages could not be given back at the end; they come back when their lease has run out.</summary>
    void OnReleaseFailed(Exception fault);

    /// <summary>The servers work again.</summary>
    void OnResumed();
}
