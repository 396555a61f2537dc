using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Boom.ServiceDefaults.Health;

/// <summary>
/// Looks at the health checks again and again: <c>health.status</c> for those who watch from afar, and a line of the log whenever one changes.
/// </summary>
sealed partial class HealthWatch : IHealthCheckPublisher, IDisposable
{
    public const string MeterName = "Boom.Health";

    /// <summary>Time between two looks.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>The start has time to reach the servers.</summary>
    internal static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(5);

    readonly Meter _meter = new(MeterName);
    readonly ConcurrentDictionary<string, HealthStatus> _seen = new(StringComparer.Ordinal);
    readonly ILogger<HealthWatch> _logger;

    public HealthWatch(ILogger<HealthWatch> logger)
    {
        _logger = logger;
        _meter.CreateObservableGauge(
            "health.status",
            () => _seen.Select(check => new Measurement<double>(ValueOf(check.Value), new KeyValuePair<string, object?>("check", check.Key))),
            "{state}",
            "1 while a check is well, 0.5 while it is degraded, 0 while it is not well. Of several checks or programs take the smallest, not the sum.");
    }

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (name, entry) in report.Entries)
        {
            var before = _seen.TryGetValue(name, out var status) ? status : HealthStatus.Healthy;
            _seen[name] = entry.Status;
            if (before != entry.Status)
                Tell(name, entry);
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _meter.Dispose();

    static double ValueOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => 1,
        HealthStatus.Degraded => 0.5,
        _ => 0,
    };

    void Tell(string name, HealthReportEntry entry)
    {
        var reason = entry.Description ?? "no reason is given";
        if (entry.Status == HealthStatus.Unhealthy)
            TurnedBad(_logger, name, reason);
        else if (entry.Status == HealthStatus.Degraded)
            TurnedDegraded(_logger, name, reason);
        else
            TurnedWell(_logger, name);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Health: {Check} is not well: {Reason}")]
    static partial void TurnedBad(ILogger logger, string check, string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Health: {Check} is well again")]
    static partial void TurnedWell(ILogger logger, string check);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "Health: {Check} is degraded: {Reason}")]
    static partial void TurnedDegraded(ILogger logger, string check, string reason);
}
