using Boom.Core.Messages;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.FilterWorker.Filters;

namespace Boom.FilterWorker;

/// <summary>What the filter workers of a survey have in hand.</summary>
/// <param name="Survey">Whose alerts.</param>
/// <param name="Store">Alerts, objects, cutouts, dead letters.</param>
/// <param name="FilterStore">Hits, and the alerts that are due.</param>
/// <param name="Filters">The active filters.</param>
/// <param name="Sink">Where messages go.</param>
/// <param name="Topics">The topics that they go to.</param>
/// <param name="Options">Settings of the stage.</param>
/// <param name="Telemetry">Metrics of the stage.</param>
/// <param name="Time">Clock.</param>
/// <param name="Enrichment">Queue of the enrichers: alerts of which a score was left out go back there.</param>
sealed record FilterServices(
    ISurvey Survey, IAlertStore Store, IFilterStore FilterStore, ActiveFilters Filters, IMessageSink Sink, StreamTopics Topics, FilterWorkerOptions Options,
    FilterWorkerTelemetry Telemetry, TimeProvider Time, ILeasedQueue Enrichment);
