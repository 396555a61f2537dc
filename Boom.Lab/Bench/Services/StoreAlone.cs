using Boom.AlertWorker;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Lab.Bench.Services;

/// <summary>What the store takes when one writer gives it batches that were prepared before the clock started.</summary>
internal static class StoreAlone
{
    /// <summary>Batches that are prepared together, so that memory stays small.</summary>
    const int BatchesPerLap = 10;

    /// <summary>Writes the night; the clock runs while the store has a batch.</summary>
    public static async Task<PaceSamples> WriteAsync(
        IAlertStore store, PacketPool pool, string topic, int batchSize, TimeProvider time, CancellationToken cancellationToken)
    {
        var pace = new PaceSamples();
        var elapsed = TimeSpan.Zero;
        for (var first = 0; first < pool.Length; first += BatchesPerLap * batchSize)
        {
            using var steps = new StepSet();
            var batches = new List<(AlertBatch Batch, int End)>(BatchesPerLap);
            for (var start = first; start < Math.Min(pool.Length, first + (BatchesPerLap * batchSize)); start += batchSize)
            {
                var end = Math.Min(pool.Length, start + batchSize);
                batches.Add((await PrepareAsync(steps.Next(), pool, topic, start, end, time, cancellationToken), end));
            }

            foreach (var (batch, end) in batches)
            {
                var started = time.GetTimestamp();
                await store.WriteAsync(batch, cancellationToken);
                elapsed += time.GetElapsedTime(started);
                pace.Add(elapsed, end);
            }
        }

        return pace;
    }

    static async ValueTask<AlertBatch> PrepareAsync(
        AlertStep step, PacketPool pool, string topic, int start, int end, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var messages = pool.Messages(topic, start, end).Select((message, i) => new ClaimedMessage(start + i, 1, 0, message)).ToList();
        var outcome = step.Encode(await step.DecodeAsync(messages, cancellationToken), new Dictionary<long, StoredAlert>(), now);
        return new AlertBatch(step.Survey, outcome.Writes, outcome.Ledger, outcome.DeadLetters) { AliasRules = step.AliasRules };
    }

    // The documents of a step live until its next batch: each batch needs one of its own.
    sealed class StepSet : IDisposable
    {
        readonly List<AlertStep> _steps = [];

        public AlertStep Next()
        {
            var step = new AlertStep(SurveyCatalog.Default[Survey.Ztf], SoftwareName.Current);
            _steps.Add(step);
            return step;
        }

        public void Dispose() => _steps.ForEach(step => step.Dispose());
    }
}
