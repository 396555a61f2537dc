using Boom.Simulation.Exposures;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Stamps;

/// <summary>
/// The stamps of a night: a few of each kind, painted when first asked for. Some 240 triplets of 40 kB. Safe for several threads.
/// </summary>
sealed class StampPool(ulong key)
{
    const int VariantsPerKind = 8;

    readonly StampTriplet?[] _triplets = new StampTriplet?[StampKind.Count * VariantsPerKind];

    /// <summary>The stamps for a detection.</summary>
    public StampTriplet Pick(SimulatedObject simulated, Exposure exposure, in Measurement measurement)
    {
        // Two threads that paint the same triplet at once paint the same bytes.
        var index = (StampKind.Of(simulated, measurement).Ordinal * VariantsPerKind) + (int)((simulated.Key ^ exposure.Key) % VariantsPerKind);
        return Volatile.Read(ref _triplets[index]) ?? Paint(index);
    }

    StampTriplet Paint(int index)
    {
        var triplet = StampPainter.Paint(StampKind.FromOrdinal(index / VariantsPerKind), SeededStream.Key(key, (ulong)index));
        Volatile.Write(ref _triplets[index], triplet);
        return triplet;
    }
}
