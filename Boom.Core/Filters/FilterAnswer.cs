namespace Boom.Core.Filters;

/// <summary>What a filter says of an alert.</summary>
/// <param name="Passed">It lets the alert pass.</param>
/// <param name="Annotations">Its annotations, a BSON document in memory of the writer that was handed in; empty when there are none or the alert does not pass.</param>
/// <param name="Error">What went wrong in the data of this alert, a sentence; null when nothing did. Then the alert does not pass.</param>
public readonly record struct FilterAnswer(bool Passed, ReadOnlyMemory<byte> Annotations = default, string? Error = null)
{
    /// <summary>The stage at which the alert ended, from 1 in <see cref="AlertFilter.StageList"/>; 0 when it ended at none.</summary>
    public int EndedAt { get; init; }

    /// <summary>It does not pass.</summary>
    public static FilterAnswer No => default;
}
