using Boom.Core.Resilience;

namespace Boom.Core.Messages;

/// <summary>Where messages go. One object serves all workers at once.</summary>
public interface IMessageSink
{
    /// <summary>Makes topics that are not there yet. Answers what could not be done and is no reason to wait, a sentence each.</summary>
    /// <exception cref="TransientFaultException">The brokers do not answer.</exception>
    /// <exception cref="PermanentFaultException">The brokers refuse.</exception>
    ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyList<StreamTopic> topics, CancellationToken cancellationToken);

    /// <summary>
    /// Sends messages and returns when each of them is confirmed. Answers those that the brokers do not take whatever is done; the others are safe. After an
    /// exception any of them may have been sent: all are sent again, with the same identifiers.
    /// </summary>
    /// <exception cref="TransientFaultException">The brokers do not answer.</exception>
    /// <exception cref="PermanentFaultException">The brokers refuse.</exception>
    ValueTask<IReadOnlyList<RefusedMessage>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken);
}

/// <summary>A topic as it is to be made.</summary>
/// <param name="Name">Name.</param>
/// <param name="Partitions">Partitions, if it is not there yet.</param>
/// <param name="Retention">How long the brokers keep its messages.</param>
public sealed record StreamTopic(string Name, int Partitions, TimeSpan Retention);

/// <summary>A message that the brokers do not take.</summary>
/// <param name="Message">The message.</param>
/// <param name="Reason">Why.</param>
public sealed record RefusedMessage(OutgoingMessage Message, string Reason);
