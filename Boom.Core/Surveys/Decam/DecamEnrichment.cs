using Boom.Core.Photometry;

namespace Boom.Core.Surveys.Decam;

/// <summary>What the enricher finds out about a DECam alert: the statistics of the last year, magnitudes read from <c>magap</c>.</summary>
sealed class DecamEnrichment() : StatisticsEnrichment(new LightCurveRules(DetectionRule.Aperture, DetectionRule.ForcedAperture, WindowDays: 365));
