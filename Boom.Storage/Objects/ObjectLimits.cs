namespace Boom.Storage.Objects;

/// <summary>How large the head of an object gets before points go to pages.</summary>
/// <param name="MaxHeadBytes">From so many bytes of points on the oldest leave.</param>
/// <param name="KeptBytes">So many stay.</param>
/// <param name="TracksSize">Whether the head says how large it is, as <c>boom.bytes</c>: for a store that does not read it whole.</param>
/// <param name="NowMs">Clock for the pages, milliseconds since 1970; null where no page is ever left over.</param>
sealed record ObjectLimits(long MaxHeadBytes, long KeptBytes, bool TracksSize, Func<long>? NowMs)
{
    /// <summary>Points of a page, at most, but for a larger point.</summary>
    public const int MaxPageBytes = 256 << 10;

    /// <summary>What leaves a full head at once, of which only the oldest points are read: an alert more stays cheap.</summary>
    public const int StepBytes = 24 << 10;
}
