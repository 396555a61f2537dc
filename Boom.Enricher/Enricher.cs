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
    Survey survey,
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
        var stranded = new StrandedAlerts(survey, queues(QueueNames.Enrichment(survey)), store, options.Value.SweepInterval, time, logger);
        var slots = Enumerable.Range(0, options.Value.Workers).Select<int, Func<CancellationToken, Task>>(slot => stop => RunSlotAsync(slot, stop));
        return WorkerSlots.RunAsync([.. slots, stranded.RunAsync], stoppingToken);
    }

    async Task RunSlotAsync(int slot, CancellationToken stoppingToken)
    {
        if (survey != Survey.Ztf)
            throw new NotSupportedException($"This build has no enrichment for the survey {survey.ToLowerName()}.");
        using var step = new EnricherStep(SoftwareName.Current);
        using var active = telemetry.Active(survey, slot);
        var settings = new LeaseLoopSettings(
            options.Value.BatchSize, options.Value.Lease, options.Value.MaximumAttempts, options.Value.PollInterval, options.Value.RetryDelay);
        var processor = new EnricherProcessor(survey, step, store, time, telemetry, logger);
        EnricherLog.Started(logger, survey.ToUpperName(), slot, settings.BatchSize);
        var pulse = pulses.Of($"enricher {survey.ToLowerName()} {slot}");
        await new LeaseLoop(queues(QueueNames.Enrichment(survey)), settings, processor, time, seed: slot, pulse, gate).RunAsync(stoppingToken);
        EnricherLog.Stopped(logger, survey.ToUpperName(), slot);
    }
}
