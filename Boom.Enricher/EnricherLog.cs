using Boom.Core.Alerts;
using Microsoft.Extensions.Logging;

namespace Boom.Enricher;

static partial class EnricherLog
{
    [LoggerMessage(3001, LogLevel.Information, "Enricher {Survey} {Slot} started, {BatchSize} alerts at a time")]
    internal static partial void Started(ILogger logger, string survey, int slot, int batchSize);

    [LoggerMessage(3002, LogLevel.Information, "Enricher {Survey} {Slot} stopped")]
    internal static partial void Stopped(ILogger logger, string survey, int slot);

    [LoggerMessage(3003, LogLevel.Warning, "Enricher pauses: {Reason}")]
    internal static partial void Paused(ILogger logger, string reason);

    [LoggerMessage(3004, LogLevel.Information, "Enricher goes on")]
    internal static partial void Resumed(ILogger logger);

    [LoggerMessage(3005, LogLevel.Warning, "Alert {Candid} is dead letter {Id}: {Detail}")]
    internal static partial void DeadLettered(ILogger logger, long candid, string id, string detail);

    [LoggerMessage(3006, LogLevel.Error, "Attempt {Attempt} at the alert of packet {Origin} failed")]
    internal static partial void AttemptFailed(ILogger logger, PacketOrigin origin, int attempt, Exception exception);

    [LoggerMessage(3007, LogLevel.Warning, "{Count} alerts of {Survey} were stored and never enriched; they are queued again")]
    internal static partial void Stranded(ILogger logger, int count, string survey);

    [LoggerMessage(3008, LogLevel.Debug, "The comparison of queue and store is put off: {Reason}")]
    internal static partial void SweepPutOff(ILogger logger, string reason);

    [LoggerMessage(3009, LogLevel.Error, "Enricher is refused, and tries again every minute: {Reason}")]
    internal static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(3010, LogLevel.Warning, "What was claimed could not be given back, and comes back when its lease has run out: {Reason}")]
    internal static partial void ReleaseFailed(ILogger logger, string reason);
}
