using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Microsoft.Extensions.Logging;

namespace Boom.Hosting.Stages;

/// <summary>What the workers of a stage have in hand.</summary>
/// <param name="Survey">Survey of the messages.</param>
/// <param name="Options">Settings of the stage.</param>
/// <param name="Telemetry">Metrics and spans of the stage.</param>
/// <param name="Queues">Queues by name.</param>
/// <param name="Store">Alerts and ledger.</param>
/// <param name="Time">Clock.</param>
/// <param name="Logger">Log of the stage.</param>
/// <param name="Services">What only this stage has.</param>
public sealed record StageContext<TOptions, TTelemetry>(
    ISurvey Survey,
    TOptions Options,
    TTelemetry Telemetry,
    Func<string, ILeasedQueue> Queues,
    IAlertStore Store,
    TimeProvider Time,
    ILogger Logger,
    IServiceProvider Services);
