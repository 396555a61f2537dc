using System.Diagnostics.Metrics;
using Boom.Core.Surveys;

namespace Boom.Core.Telemetry;

/// <summary>Counts a worker in an up-down counter from its making to its disposal.</summary>
public sealed class ActiveWorker : IDisposable
{
    readonly UpDownCounter<int> _counter;
    readonly KeyValuePair<string, object?>[] _tags;

    /// <param name="counter">Counter of active workers.</param>
    /// <param name="survey">The worker's survey.</param>
    /// <param name="slot">The worker's place among its kind, from 0.</param>
    public ActiveWorker(UpDownCounter<int> counter, Survey survey, int slot)
    {
        _counter = counter;
        _tags = [new("survey", survey.ToUpperName()), new("worker.id", slot)];
        _counter.Add(1, _tags);
    }

    /// <inheritdoc/>
    public void Dispose() => _counter.Add(-1, _tags);
}
