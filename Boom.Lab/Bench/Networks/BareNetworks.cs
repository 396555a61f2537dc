using Boom.Inference;
using Microsoft.ML.OnnxRuntime;

namespace Boom.Lab.Bench.Networks;

/// <summary>Networks and nothing else: inputs of real alerts lie in memory, bound beforehand; each thread runs all networks on one alert after the other.</summary>
internal sealed class BareNetworks : IDisposable
{
    readonly List<InferenceSession> _sessions = [];
    readonly List<Alert> _alerts = [];

    /// <param name="networks">The networks.</param>
    /// <param name="alerts">For each alert, for each network, the numbers of its inputs.</param>
    public BareNetworks(IReadOnlyList<Network> networks, IEnumerable<IReadOnlyList<float[][]>> alerts)
    {
        foreach (var network in networks)
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            _sessions.Add(new InferenceSession(network.File, options));
        }

        foreach (var inputs in alerts)
            _alerts.Add(new Alert(networks, inputs));
    }

    /// <summary>Runs all networks on so many alerts.</summary>
    public async Task<BenchMeasure> RunAsync(int alerts, int threads, TimeProvider time)
    {
        var next = -1;
        var meter = BenchMeter.Start(time);
        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return await meter.StopAsync(alerts);

        void Work()
        {
            using var options = new RunOptions();
            for (int i; (i = Interlocked.Increment(ref next)) < alerts;)
                _alerts[i % _alerts.Count].Run(_sessions, options);
        }
    }

    public void Dispose()
    {
        _alerts.ForEach(alert => alert.Dispose());
        _sessions.ForEach(session => session.Dispose());
    }

    /// <summary>Memory of one alert, bound to each network; two threads may have the same alert, whose scores are the same.</summary>
    sealed class Alert(IReadOnlyList<Network> networks, IReadOnlyList<float[][]> inputs) : IDisposable
    {
        readonly string[][] _names = [.. networks.Select(network => network.Manifest.Inputs.Keys.ToArray())];
        readonly string[][] _outputs = [.. networks.Select(network => new[] { network.Manifest.Output })];

        readonly OrtValue[][] _values =
            [.. networks.Select((network, n) => network.Manifest.Inputs.Values.Select((input, i) => OrtValue.CreateTensorValueFromMemory(inputs[n][i], input.Shape(1))).ToArray())];

        public void Run(List<InferenceSession> sessions, RunOptions options)
        {
            for (var n = 0; n < sessions.Count; n++)
            {
                using var results = sessions[n].Run(options, _names[n], _values[n], _outputs[n]);
                _ = results[0].GetTensorDataAsSpan<float>()[0];
            }
        }

        public void Dispose()
        {
            foreach (var value in _values.SelectMany(values => values))
                value.Dispose();
        }
    }
}
