using Boom.Core.Store;

namespace Boom.Embedded.Pipeline;

/// <summary>Says what a run waits for when nothing has moved for a minute.</summary>
sealed class StallWatch
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    (long Published, long AccountedFor, long Done) _seen = (-1, -1, -1);
    long _sinceMs;

    /// <summary>A sentence when it is time for one; null otherwise.</summary>
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
        string?[] known =
        [
            playerWaitsFor,
            .. status.Stages.Where(stage => stage.Waiting > 0).Select(stage => $"{TotalAccount.Count(stage.Waiting)} {stage.Unit} wait for the {stage.Name}"),
            .. troubles,
        ];
        var reasons = string.Join("; ", known.OfType<string>());
        return $"Nothing has moved for a minute: {(reasons.Length > 0 ? reasons.TrimEnd('.') : "the source gives no packet")}.";
    }
}
