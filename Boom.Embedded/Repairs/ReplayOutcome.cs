using Boom.Core.Store;

namespace Boom.Embedded.Repairs;

/// <summary>What became of replayed dead letters.</summary>
/// <param name="Succeeded">Ids of those that are processed now, and gone.</param>
/// <param name="Failed">Those that failed again, and stay.</param>
/// <param name="Unknown">Ids of which there is no letter.</param>
/// <param name="Waiting">Ids of those that are in a queue and have no outcome yet; they stay until they have.</param>
public sealed record ReplayOutcome(
    IReadOnlyList<string> Succeeded, IReadOnlyList<DeadLetter> Failed, IReadOnlyList<string> Unknown, IReadOnlyList<string> Waiting);
