using Boom.Core.Sky;

namespace Boom.Simulation.Surveys.Winter;

/// <summary>What a packet is about; input of the encoder.</summary>
/// <param name="Sighting">Object, exposure and measurement.</param>
/// <param name="Candid">Key of the alert.</param>
/// <param name="Position">Measured position.</param>
/// <param name="Detections">Detections so far, with the alert's own.</param>
/// <param name="StartJd">Julian date of the first of them.</param>
readonly record struct WinterSubject(Sighting Sighting, long Candid, SkyPosition Position, int Detections, double StartJd);
