using Boom.Core.Pipeline;

namespace Boom.Cli.Hosting;

/// <summary>One stage of the pipeline at one moment.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Done">Packets or alerts it has finished since the data folder was made.</param>
/// <param name="Waiting">Those in front of it, in work included.</param>
/// <param name="OldestAtMs">When the oldest of them came, Unix milliseconds; null when none waits or the time is not known.</param>
internal readonly record struct StageStatus(string Name, long Done, long Waiting, long? OldestAtMs)
{
    /// <summary>The stage behind a queue.</summary>
    public static StageStatus Behind(string name, long done, QueueStatus queue) =>
        new(name, done, queue.Ready + queue.Leased, queue.OldestEnqueuedAtMs);
}
