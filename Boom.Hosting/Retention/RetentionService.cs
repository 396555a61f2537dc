using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.Hosting.Retention;

/// <summary>Removes what is old, again and again until it is stopped; a store that is away or refuses puts it off.</summary>
sealed partial class RetentionService(
    RetentionSweep sweep, RetentionTelemetry telemetry, StagePulses pulses, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    /// <summary>Rest between two walks.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>The start is for the pipeline.</summary>
    internal static readonly TimeSpan FirstRest = TimeSpan.FromMinutes(1);

    string? _lack;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var rest = FirstRest; ; rest = Interval)
            {
                await Task.Delay(rest, time, stoppingToken);

                // The store of a file works on the caller's thread.
                await Task.Run(() => RunOnceAsync(stoppingToken), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var (kind, survey, count) in await sweep.RunAsync(stoppingToken))
            {
                if (count > 0)
                    Removed(logger, count, kind.Replace('_', ' '), survey.ToUpperName());
            }

            Mend();
        }
        catch (Exception fault) when (fault is PermanentFaultException || TransientFaultException.Of(fault, stoppingToken) is not null)
        {
            telemetry.PutOff();
            PutOff(logger, fault.Message);
            Mend();

            // A server that is away is told of by those who need it; a refusal is of this work alone.
            if (fault is PermanentFaultException && pulses.Lack(_lack = $"What is to be removed from the store stays: {fault.Message}"))
                return;
        }
    }

    void Mend()
    {
        if (_lack is not null)
            pulses.Mend(_lack);
        _lack = null;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Retention: {Count} {Kind} of {Survey} removed")]
    static partial void Removed(ILogger logger, long count, string kind, string survey);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Retention is put off, and tried again: {Reason}")]
    static partial void PutOff(ILogger logger, string reason);
}
