using Boom.Simulation.Objects;

namespace Boom.Simulation.Stamps;

/// <summary>Which picture a packet gets: the parameters by which the pool is divided.</summary>
/// <param name="Surroundings">What is in the reference image.</param>
/// <param name="Brightness">0 faint, 1 middling, 2 bright, by the signal-to-noise of the detection.</param>
/// <param name="IsPositive">Whether the source is brighter than in the reference image.</param>
readonly record struct StampKind(Surroundings Surroundings, int Brightness, bool IsPositive)
{
    const int BrightnessCount = 3;

    /// <summary>Number of kinds.</summary>
    public const int Count = ((int)Objects.Surroundings.BrightStar + 1) * BrightnessCount * 2;

    /// <summary>0 to <see cref="Count"/> - 1.</summary>
    public int Ordinal => ((((int)Surroundings * BrightnessCount) + Brightness) * 2) + (IsPositive ? 1 : 0);

    public static StampKind Of(SimulatedObject simulated, in Measurement measurement) => new(
        simulated.Surroundings,
        measurement.Snr switch { < 9 => 0, < 25 => 1, _ => 2 },
        measurement.IsPositive);

    public static StampKind FromOrdinal(int ordinal) => new(
        (Surroundings)(ordinal / (2 * BrightnessCount)), ordinal / 2 % BrightnessCount, ordinal % 2 == 1);
}
