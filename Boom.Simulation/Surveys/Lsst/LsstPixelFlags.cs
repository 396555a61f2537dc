namespace Boom.Simulation.Surveys.Lsst;

/// <summary>What is wrong with the pixels of a detection: the fields <c>pixelFlags_…</c> in the order of the packet, and
/// <c>glint_trail</c>.</summary>
[Flags]
enum LsstPixelFlags
{
    None = 0,
    Bad = 1 << 0,
    CosmicRay = 1 << 1,
    CosmicRayCentre = 1 << 2,
    Edge = 1 << 3,
    NoData = 1 << 4,
    NoDataCentre = 1 << 5,
    Interpolated = 1 << 6,
    InterpolatedCentre = 1 << 7,
    OffImage = 1 << 8,
    Saturated = 1 << 9,
    SaturatedCentre = 1 << 10,
    Suspect = 1 << 11,
    SuspectCentre = 1 << 12,
    Streak = 1 << 13,
    StreakCentre = 1 << 14,
    Injected = 1 << 15,
    InjectedCentre = 1 << 16,
    InjectedTemplate = 1 << 17,
    InjectedTemplateCentre = 1 << 18,
    GlintTrail = 1 << 19,
}
