using Microsoft.ML.OnnxRuntime;

namespace Boom.Inference;

/// <summary>How a network does on examples.</summary>
/// <param name="Count">Examples run.</param>
/// <param name="GreatestDeviation">Largest difference between a score and the known one; NaN when a score is no number.</param>
/// <param name="MillisecondsPerAlert">Wall time of one run on one thread, its inputs ready.</param>
public readonly record struct NetworkTrial(int Count, double GreatestDeviation, double MillisecondsPerAlert)
{
    /// <summary>Whether every score is what it should be.</summary>
    public bool IsSound => GreatestDeviation <= ModelExamples.Tolerance;

    /// <summary>Runs a network on examples, each by itself.</summary>
    /// <param name="network">The network.</param>
    /// <param name="examples">At least one.</param>
    /// <param name="time">Clock of the rate.</param>
    public static NetworkTrial Of(Network network, ModelExamples examples, TimeProvider time)
    {
        var deviation = 0.0;
        var taken = TimeSpan.Zero;
        foreach (var example in examples.Examples)
        {
            var started = time.GetTimestamp();
            var score = Run(network, tensor => example.Values(tensor), ref started, time);
            taken += time.GetElapsedTime(started);
            deviation = Math.Max(deviation, Math.Abs(score - example.Score));
        }

        return new NetworkTrial(examples.Examples.Length, deviation, taken.TotalMilliseconds / Math.Max(1, examples.Examples.Length));
    }

    /// <summary>Time of one run on constant inputs, milliseconds: the shortest of several.</summary>
    public static double Measure(Network network, TimeProvider time)
    {
        const int runs = 5;
        var shortest = TimeSpan.MaxValue;
        for (var i = 0; i < runs; i++)
        {
            var started = time.GetTimestamp();
            Run(network, tensor => Constant(network.Manifest.Inputs[tensor]), ref started, time);
            var taken = time.GetElapsedTime(started);
            shortest = taken < shortest ? taken : shortest;
        }

        return shortest.TotalMilliseconds;
    }

    static float[] Constant(ModelInput input)
    {
        var values = new float[input.Length];
        Array.Fill(values, 0.5f);
        return values;
    }

    // The clock runs from when the inputs are ready.
    static float Run(Network network, Func<string, float[]> inputs, ref long started, TimeProvider time)
    {
        var values = network.Manifest.Inputs.Select(input => OrtValue.CreateTensorValueFromMemory(inputs(input.Key), input.Value.Shape(1))).ToArray();
        try
        {
            using var options = new RunOptions();
            started = time.GetTimestamp();
            using var results = network.Session.Run(options, [.. network.Manifest.Inputs.Keys], values, [network.Manifest.Output]);
            return results[0].GetTensorDataAsSpan<float>()[0];
        }
        finally
        {
            foreach (var value in values)
                value.Dispose();
        }
    }
}
