using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boom.Enricher;

/// <summary>Runs the enrichers of one survey: each leases candids and writes back what it finds out about the alerts.</summary>
sealed class Enricher(
    ISurvey survey,
    Func<string, ILeasedQueue> queues,
    IAlertStore store,
    IOptions<EnricherOptions> options,
    EnricherTelemetry telemetry,
    StagePulses pulses,
    LeaseGate gate,
    TimeProvider time,
    ILogger<Enricher> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var stranded = new StrandedAlerts(survey.Key, queues(QueueNames.Enrichment(survey.Key)), store, options.Value.SweepInterval, time, logger);
        var slots = Enumerable.Range(0, options.Value.Workers).Select<int, Func<CancellationToken, Task>>(slot => stop => RunSlotAsync(slot, stop));
        return WorkerSlots.RunAsync([.. slots, stranded.RunAsync], stoppingToken);
    }

    async Task RunSlotAsync(int slot, CancellationToken stoppingToken)
    {
        using var step = new EnricherStep(survey, SoftwareName.Current);
        using var active = telemetry.Active(survey.Key, slot);
        var settings = new LeaseLoopSettings(
            options.Value.BatchSize, options.Value.Lease, options.Value.MaximumAttempts, options.Value.PollInterval, options.Value.RetryDelay);
        var processor = new EnricherProcessor(step, store, time, telemetry, logger);
        EnricherLog.Started(logger, survey.Key.ToUpperName(), slot, settings.BatchSize);
        var pulse = pulses.Of($"enricher {survey.Key.ToLowerName()} {slot}");
        await new LeaseLoop(queues(QueueNames.Enrichment(survey.Key)), settings, processor, time, seed: slot, pulse, gate).RunAsync(stoppingToken);
        EnricherLog.Stopped(logger, survey.Key.ToUpperName(), slot);
    }
}
