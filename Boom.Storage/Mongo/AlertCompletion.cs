using Boom.Core.Surveys;

namespace Boom.Storage.Mongo;

/// <summary>Brings the enrichment of a stored alert to the form of this version.</summary>
/// <param name="survey">Survey of the alert.</param>
/// <param name="properties">Its document <c>properties</c>, BSON.</param>
/// <returns>The document in its place, BSON; null when it is complete.</returns>
public delegate byte[]? AlertCompletion(Survey survey, ReadOnlySpan<byte> properties);
