using Boom.Simulation.Exposures;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>The survey's times: modified Julian dates of International Atomic Time.</summary>
static class LsstClock
{
    // Since 2017, and no leap second is announced.
    const double TaiMinusUtcSeconds = 37;

    const double ProcessingDays = 126.0 / 86400;

    /// <summary><c>midpointMjdTai</c> of an exposure.</summary>
    public static double MidpointMjdTai(Exposure exposure) => exposure.Jd - 2400000.5 + (TaiMinusUtcSeconds / 86400);

    /// <summary><c>timeProcessedMjdTai</c>: two minutes later.</summary>
    public static double ProcessedMjdTai(Exposure exposure) => MidpointMjdTai(exposure) + ProcessingDays;
}
