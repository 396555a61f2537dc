namespace Boom.Simulation;

/// <summary>
/// A stream of pseudo-random numbers (SplitMix64) begun from a key: the same key gives the same numbers on every machine, and streams of
/// different keys are independent. Copying the struct copies its place in the stream.
/// </summary>
struct SeededStream(ulong key)
{
    ulong _state = key;

    /// <summary>A key made of a key and a number.</summary>
    public static ulong Key(ulong key, ulong number) => Mix(key ^ Mix(number + 0x9E3779B97F4A7C15));

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double NextUniform(double low, double high) => low + ((high - low) * NextUnit());

    /// <summary>Uniform over 0 … count-1.</summary>
    public int NextInt(int count) => (int)(((NextBits() >> 32) * (ulong)count) >> 32);

    /// <summary>True with the probability.</summary>
    public bool NextChance(double probability) => NextUnit() < probability;

    /// <summary>Logarithm uniform over the range; both ends positive.</summary>
    public double NextLogUniform(double low, double high) =>
        PortableMath.Exp(NextUniform(PortableMath.Log(low), PortableMath.Log(high)));

    /// <summary>
    /// Mean 0, standard deviation 1: sum of twelve uniforms of 16 bits, close enough to a Gaussian out to 4 sigma and never beyond 6.
    /// </summary>
    public double NextGaussian()
    {
        long sum = 0;
        for (var i = 0; i < 3; i++)
        {
            var bits = NextBits();
            sum += (long)((bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48));
        }

        return (sum + 6 - (6 * 65536.0)) / 65536.0;
    }

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
