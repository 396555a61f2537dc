using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Boom.ServiceDefaults.Logging;

/// <summary>
/// Tells the life of Boom's spans as lines of the log, whether or not traces are exported. The category is the name of the span's source.
/// </summary>
sealed partial class SpanEventLog : IHostedService, IDisposable
{
    const string ClockProperty = "boom.clock";

    readonly SpanEventKinds _kinds;
    readonly ILoggerFactory _loggers;
    readonly TimeProvider _time;
    readonly AsyncLocal<SpanClock?> _current;
    readonly ActivityListener _listener;

    public SpanEventLog(SpanEventKinds kinds, ILoggerFactory loggers, TimeProvider time)
    {
        (_kinds, _loggers, _time) = (kinds, loggers, time);
        _current = new(change => SpanClock.Change(change.PreviousValue, change.CurrentValue));
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name.StartsWith("Boom.", StringComparison.Ordinal),

            // Not recorded: what is exported is for the sampler to say.
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = OnStarted,
            ActivityStopped = OnStopped,
        };
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_kinds != SpanEventKinds.None)
            ActivitySource.AddActivityListener(_listener);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    void OnStarted(Activity activity)
    {
        var clock = new SpanClock(activity, _current.Value, _time, Tell);
        activity.SetCustomProperty(ClockProperty, clock);
        Tell(clock, SpanEventKinds.New);
        _current.Value = clock;
    }

    void OnStopped(Activity activity)
    {
        if (activity.GetCustomProperty(ClockProperty) is not SpanClock clock)
            return;
        if (_current.Value == clock)
            _current.Value = clock.Parent;
        var (busy, idle) = clock.Close();
        if (_kinds.HasFlag(SpanEventKinds.Close) && Logger(activity) is { } logger)
            Closed(logger, activity.DisplayName, Milliseconds(busy), Milliseconds(idle), Fields(activity));
    }

    void Tell(SpanClock clock, SpanEventKinds kind)
    {
        if (_kinds.HasFlag(kind) && Logger(clock.Activity) is { } logger)
            Told(logger, clock.Activity.DisplayName, kind.ToString().ToLowerInvariant(), Fields(clock.Activity));
    }

    ILogger? Logger(Activity activity)
    {
        var logger = _loggers.CreateLogger(activity.Source.Name);
        return logger.IsEnabled(LogLevel.Information) ? logger : null;
    }

    static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);

    static string Fields(Activity activity)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in activity.EnumerateTagObjects())
        {
            if (value is not Array)
                text.Append(' ').Append(key).Append('=').Append(Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Span}: {Event}{Fields}")]
    static partial void Told(ILogger logger, string span, string @event, string fields);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "{Span}: close busy={BusyMs} ms idle={IdleMs} ms{Fields}")]
    static partial void Closed(ILogger logger, string span, double busyMs, double idleMs, string fields);
}
