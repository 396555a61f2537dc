using Boom.Core.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.ServiceDefaults.Telemetry;

/// <summary>A line of the log per worker, again and again: how much it has done since the last one, and what it waits for. One that stays idle is silent.</summary>
/// <param name="interval">Time between two lines.</param>
sealed partial class Heartbeat(StagePulses pulses, TimeSpan interval, TimeProvider time, ILogger<Heartbeat> logger) : BackgroundService
{
    // One line of nothing to do is enough.
    readonly HashSet<string> _idle = new(StringComparer.Ordinal);
    readonly Dictionary<string, long> _before = new(StringComparer.Ordinal);
    long _last = time.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(interval, time, stoppingToken);
                Beat();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>Tells of every worker whose work is not done.</summary>
    internal void Beat()
    {
        var seconds = time.GetElapsedTime(_last).TotalSeconds;
        _last = time.GetTimestamp();
        foreach (var pulse in pulses.All.Where(pulse => !pulse.HasEnded).OrderBy(pulse => pulse.Name, StringComparer.Ordinal))
        {
            var handled = pulse.Handled;
            var since = handled - _before.GetValueOrDefault(pulse.Name);
            _before[pulse.Name] = handled;
            var wasIdle = since == 0 && !_idle.Add(pulse.Name);
            if (since > 0)
                _idle.Remove(pulse.Name);
            if (pulse is { IsRefused: true, Trouble: { } reason })
                Refused(logger, pulse.Name, since, handled, reason);
            else if (pulse.Trouble is { } trouble)
                Waiting(logger, pulse.Name, since, handled, trouble);
            else if (pulse.Pause is { } pause)
                Paused(logger, pulse.Name, since, handled, pause);
            else if (!wasIdle)
                Working(logger, pulse.Name, since, Math.Round(since / seconds, 1), handled);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Worker}: {Since} messages since the last line, {PerSecond}/s; {Total} in all")]
    static partial void Working(ILogger logger, string worker, long since, double perSecond, long total);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "{Worker}: {Since} messages since the last line, {Total} in all; it waits: {Trouble}")]
    static partial void Waiting(ILogger logger, string worker, long since, long total, string trouble);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "{Worker}: {Since} messages since the last line, {Total} in all; {Pause}")]
    static partial void Paused(ILogger logger, string worker, long since, long total, string pause);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "{Worker}: {Since} messages since the last line, {Total} in all; it is refused: {Reason}")]
    static partial void Refused(ILogger logger, string worker, long since, long total, string reason);
}
