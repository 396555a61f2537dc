namespace Boom.Enricher;

/// <summary>What became of alerts that were stored and not enriched.</summary>
/// <param name="Forwarded">Put in the enrichment queue.</param>
/// <param name="Queued">Left alone: they wait in the queue, or an enricher has them.</param>
/// <param name="DeadLettered">Left alone: the enricher has given them up, and their dead letters can be replayed.</param>
public readonly record struct ForwardOutcome(long Forwarded, long Queued, long DeadLettered)
{
    /// <summary>The sum of two.</summary>
    public static ForwardOutcome operator +(ForwardOutcome left, ForwardOutcome right) => new(
        left.Forwarded + right.Forwarded, left.Queued + right.Queued, left.DeadLettered + right.DeadLettered);
}
