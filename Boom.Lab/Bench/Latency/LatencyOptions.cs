namespace Boom.Lab.Bench.Latency;

/// <summary>What <c>boom bench latency</c> does.</summary>
/// <param name="Rate">Alerts per second, one after the other at equal distances.</param>
/// <param name="Duration">How long alerts arrive at this rate, after those for warming up.</param>
/// <param name="Burst">Alerts that come all at once when that is done; 0 for none.</param>
/// <param name="Seed">Of the simulated night.</param>
/// <param name="ModelFolder">Folder with networks that are asked for besides; null for none.</param>
internal sealed record LatencyOptions(double Rate, TimeSpan Duration, int Burst, ulong Seed, string? ModelFolder)
{
    /// <summary>Programs run for nights: what the first seconds compile is not measured.</summary>
    static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(20);

    /// <summary>Alerts for warming up, at the same rate.</summary>
    public int WarmUp => Math.Max(1, (int)(Rate * Math.Min(LongestWarmUp.TotalSeconds, Duration.TotalSeconds / 2)));

    /// <summary>Alerts that are measured at the rate.</summary>
    public int Uniform => Math.Max(1, (int)(Rate * Duration.TotalSeconds));

    /// <summary>All alerts.</summary>
    public int Alerts => WarmUp + Uniform + Burst;
}
