using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boom.AlertWorker;

/// <summary>Runs the alert workers of one survey: each leases packets, stores their alerts and hands the candids on.</summary>
sealed class AlertWorker(
    ISurvey survey,
    Func<string, ILeasedQueue> queues,
    IAlertStore store,
    IOptions<AlertWorkerOptions> options,
    AlertWorkerTelemetry telemetry,
    StagePulses pulses,
    LeaseGate gate,
    TimeProvider time,
    ILogger<AlertWorker> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        WorkerSlots.RunAsync(
            Enumerable.Range(0, options.Value.Workers).Select<int, Func<CancellationToken, Task>>(slot => stop => RunSlotAsync(slot, stop)),
            stoppingToken);

    async Task RunSlotAsync(int slot, CancellationToken stoppingToken)
    {
        var key = survey.Key;
        using var step = new AlertStep(survey, SoftwareName.Current);
        using var active = telemetry.Active(key, slot);
        var settings = new LeaseLoopSettings(
            options.Value.BatchSize, options.Value.Lease, options.Value.MaximumAttempts, options.Value.PollInterval, options.Value.RetryDelay);
        var processor = new AlertProcessor(step, store, queues(QueueNames.Enrichment(key)), time, telemetry, logger);
        AlertWorkerLog.Started(logger, key.ToUpperName(), slot, settings.BatchSize);
        var pulse = pulses.Of($"alert-worker {key.ToLowerName()} {slot}");
        await new LeaseLoop(queues(QueueNames.Packets(key)), settings, processor, time, seed: slot, pulse, gate).RunAsync(stoppingToken);
        AlertWorkerLog.Stopped(logger, key.ToUpperName(), slot);
    }
}
