namespace Boom.Inference.Providers;

/// <summary>Runs networks on one device, many alerts at a time. One thread uses it.</summary>
public interface IBatchRunner : IDisposable
{
    /// <summary>Runs a network.</summary>
    /// <param name="network">Index of the network.</param>
    /// <param name="inputs">For each of its inputs, in the order of the manifest, the numbers of all alerts, one alert after the other.</param>
    /// <param name="scores">Takes a score for each alert.</param>
    /// <exception cref="ModelException">The device has failed; the message says how.</exception>
    void Run(int network, IReadOnlyList<ReadOnlyMemory<float>> inputs, Span<float> scores);
}
