using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>Alerts of a survey in the store, whatever packets brought them.</summary>
/// <param name="Survey">The survey.</param>
/// <param name="Stored">Alerts stored.</param>
/// <param name="Enriched">Those of them that have been through the enricher.</param>
public readonly record struct AlertAccount(Survey Survey, long Stored, long Enriched);
