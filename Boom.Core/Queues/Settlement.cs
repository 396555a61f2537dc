namespace Boom.Core.Queues;

/// <summary>What became of a claimed message.</summary>
public enum SettlementKind
{
    /// <summary>Its effect is durable, or it is kept as a dead letter: forget it.</summary>
    Done,

    /// <summary>Give it back to its place in the queue, after a delay if there is one; the attempt counts.</summary>
    Retry,

    /// <summary>Give it back unprocessed, after a delay if there is one; the attempt does not count.</summary>
    Release,
}

/// <summary>The verdict on one claimed message.</summary>
/// <param name="Ticket">Of the claimed message.</param>
/// <param name="Attempt">Of the claim. A settlement of an older attempt, whose lease ran out, is ignored.</param>
/// <param name="Kind">The verdict.</param>
/// <param name="Delay">Of what is given back: nobody gets the message before so long has passed.</param>
public readonly record struct Settlement(long Ticket, int Attempt, SettlementKind Kind, TimeSpan Delay = default);
