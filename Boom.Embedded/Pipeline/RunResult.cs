using Boom.Core.Store;
using Boom.Embedded.Plays;

namespace Boom.Embedded.Pipeline;

/// <summary>How a run went.</summary>
/// <param name="Account">The account at its end.</param>
/// <param name="Elapsed">From the start of the stages to the end.</param>
/// <param name="Play">What was played; null when nothing was, or not to its end.</param>
/// <param name="Stopped">A person stopped it.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record RunResult(TotalAccount Account, TimeSpan Elapsed, PlayResult? Play, bool Stopped, DateTimeOffset StartedAt);
