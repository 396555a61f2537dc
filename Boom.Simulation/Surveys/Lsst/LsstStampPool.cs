using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;
using Boom.Simulation.Stamps;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>
/// The cutouts of a night: a few of each kind, painted when first asked for. Some 120 triplets of 112 to 138 kB. Safe for several threads.
/// </summary>
sealed class LsstStampPool(ulong key)
{
    const int VariantsPerKind = 4;

    readonly LsstStamps?[] _stamps = new LsstStamps?[StampKind.Count * VariantsPerKind];

    /// <summary>The cutouts for a detection.</summary>
    public LsstStamps Pick(SimulatedObject simulated, Exposure exposure, in Measurement measurement)
    {
        // Two threads that paint the same triplet at once paint the same bytes.
        var index = (StampKind.Of(simulated, measurement).Ordinal * VariantsPerKind) + (int)((simulated.Key ^ exposure.Key) % VariantsPerKind);
        return Volatile.Read(ref _stamps[index]) ?? Paint(index);
    }

    LsstStamps Paint(int index)
    {
        var stamps = LsstStampPainter.Paint(
            StampKind.FromOrdinal(index / VariantsPerKind), SeededStream.Key(key, (ulong)index), isLarge: index % VariantsPerKind == 0);
        Volatile.Write(ref _stamps[index], stamps);
        return stamps;
    }
}
