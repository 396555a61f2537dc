using Boom.Core.Matching;
using Boom.Core.Store;

namespace Boom.Enricher.Stored;

/// <summary>Which stored alerts are enriched again.</summary>
/// <param name="Span">By time; not asked when objects are named.</param>
/// <param name="ObjectIds">Objects whose alerts are taken; null for all objects.</param>
/// <param name="Where">Holds for the alerts, as stored; null for all.</param>
/// <param name="OnlyMissing">Only alerts that lack a score of a network's present version.</param>
public sealed record StoredSelection(AlertSpan Span, IReadOnlyList<string>? ObjectIds = null, MatchExpression? Where = null, bool OnlyMissing = false);
