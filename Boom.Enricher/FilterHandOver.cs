using System.Diagnostics;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;

namespace Boom.Enricher;

/// <summary>Hands enriched alerts on to the filter workers: noted as due in the store first, so that a queue server that loses its memory loses none.</summary>
/// <param name="survey">Whose alerts.</param>
/// <param name="due">Where they are noted.</param>
/// <param name="queue">Filter queue.</param>
sealed class FilterHandOver(Survey survey, IDueAlerts due, ILeasedQueue queue)
{
    public ValueTask NoteAsync(IReadOnlyCollection<long> candids, CancellationToken cancellationToken) => due.AddDueAsync(survey, candids, cancellationToken);

    public async ValueTask PushAsync(IReadOnlyList<ClaimedMessage> batch, CancellationToken cancellationToken)
    {
        var messages = new List<QueueMessage>(batch.Count);
        foreach (var message in batch)
            messages.Add(message.Message);
        await queue.PushAsync(BatchSpan.Carry(Activity.Current, messages), cancellationToken);
    }
}
