using Boom.Core.Photometry;

namespace Boom.Core.Surveys.Winter;

/// <summary>What the enricher finds out about a WINTER alert: the statistics of the last 1,000 days.</summary>
sealed class WinterEnrichment() : StatisticsEnrichment(new LightCurveRules(DetectionRule.Magnitude, Forced: null, WindowDays: 1000));
