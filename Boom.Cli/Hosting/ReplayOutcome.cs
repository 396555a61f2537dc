using Boom.Core.Pipeline;

namespace Boom.Cli.Hosting;

/// <summary>What became of replayed dead letters.</summary>
/// <param name="Succeeded">Ids of those that are processed now, and gone.</param>
/// <param name="Failed">Those that failed again, and stay.</param>
/// <param name="Unknown">Ids of which there is no letter.</param>
internal sealed record ReplayOutcome(IReadOnlyList<string> Succeeded, IReadOnlyList<DeadLetter> Failed, IReadOnlyList<string> Unknown);
