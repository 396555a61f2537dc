namespace Boom.Hosting.Stages;

/// <summary>What became of alerts that a stage had not come upon.</summary>
/// <param name="Forwarded">Put in the queue of the stage.</param>
/// <param name="Queued">Left alone: they wait in the queue, or a worker has them.</param>
/// <param name="DeadLettered">Left alone: the stage has given them up, and their dead letters can be replayed.</param>
public readonly record struct ForwardOutcome(long Forwarded, long Queued, long DeadLettered)
{
    /// <summary>The sum of two.</summary>
    public static ForwardOutcome operator +(ForwardOutcome left, ForwardOutcome right) => new(
        left.Forwarded + right.Forwarded, left.Queued + right.Queued, left.DeadLettered + right.DeadLettered);
}
