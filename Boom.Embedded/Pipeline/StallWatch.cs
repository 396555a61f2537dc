using Boom.Core.Store;

namespace Boom.Embedded.Pipeline;

/// <summary>Says what a run waits for when nothing has moved for a minute.</summary>
public sealed class StallWatch
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    (long Published, long AccountedFor, long Done) _seen = (-1, -1, -1);
    long _sinceMs;

    /// <summary>A sentence when it is time for one; null otherwise.</summary>
    /// <param name="status">The pipeline at this moment.</param>
    /// <param name="playerWaitsFor">What the player waits for; null when for nothing.</param>
    /// <param name="troubles">What stages wait for, a sentence each.</param>
    public string? Look(PipelineStatus status, string? playerWaitsFor, IEnumerable<string> troubles)
    {
        var now = (status.Packets.Published, status.Packets.AccountedFor, status.Stages.Sum(stage => stage.Done));
        if (now != _seen || (status.IsIdle && playerWaitsFor is null))
        {
            (_seen, _sinceMs) = (now, status.AtMs);
            return null;
        }

        if (status.AtMs - _sinceMs < Patience.TotalMilliseconds)
            return null;
        _sinceMs = status.AtMs;
        var parts = new List<string>();
        if (playerWaitsFor is not null)
            parts.Add(playerWaitsFor);
        foreach (var stage in status.Stages)
        {
            if (stage.Waiting > 0)
                parts.Add($"{TotalAccount.Count(stage.Waiting)} {stage.Unit} wait for the {stage.Name}");
        }

        parts.AddRange(troubles);
        return $"Nothing has moved for a minute: {(parts.Count > 0 ? string.Join("; ", parts) : "the source gives no packet")}.";
    }
}
