using Boom.Core.Queues;

namespace Boom.Embedded.Pipeline;

/// <summary>One stage of the pipeline at one moment.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Unit">What it works on: <c>packets</c> or <c>alerts</c>.</param>
/// <param name="Done">How many it has finished since the data folder was made; the filter worker, since the run began.</param>
/// <param name="Waiting">Those in front of it, in work included.</param>
/// <param name="OldestAtMs">When the oldest of them came, Unix milliseconds; null when none waits or the time is not known.</param>
public readonly record struct StageStatus(string Name, string Unit, long Done, long Waiting, long? OldestAtMs)
{
    /// <summary>The stage behind a queue.</summary>
    public static StageStatus Behind(string name, string unit, long done, QueueStatus queue) =>
        new(name, unit, done, queue.Ready + queue.Leased, queue.OldestEnqueuedAtMs);
}
