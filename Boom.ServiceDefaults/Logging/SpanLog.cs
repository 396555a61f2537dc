using Microsoft.Extensions.Logging;

namespace Boom.ServiceDefaults.Logging;

/// <summary>Lines about spans.</summary>
static partial class SpanLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Span}: {Event}{Fields}")]
    public static partial void Told(ILogger logger, string span, string @event, string fields);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "{Span}: close busy={BusyMs} ms idle={IdleMs} ms{Fields}")]
    public static partial void Closed(ILogger logger, string span, double busyMs, double idleMs, string fields);
}
