using Boom.Core.Alerts;
using Microsoft.Extensions.Logging;

namespace Boom.AlertWorker;

static partial class AlertWorkerLog
{
    [LoggerMessage(2001, LogLevel.Information, "Alert worker {Survey} {Slot} started, {BatchSize} packets at a time")]
    internal static partial void Started(ILogger logger, string survey, int slot, int batchSize);

    [LoggerMessage(2002, LogLevel.Information, "Alert worker {Survey} {Slot} stopped")]
    internal static partial void Stopped(ILogger logger, string survey, int slot);

    [LoggerMessage(2003, LogLevel.Warning, "Alert worker pauses: {Reason}")]
    internal static partial void Paused(ILogger logger, string reason);

    [LoggerMessage(2004, LogLevel.Information, "Alert worker goes on")]
    internal static partial void Resumed(ILogger logger);

    [LoggerMessage(2005, LogLevel.Warning, "Packet {Origin} is dead letter {Id}: {Detail}")]
    internal static partial void DeadLettered(ILogger logger, PacketOrigin origin, string id, string detail);

    [LoggerMessage(2006, LogLevel.Error, "Attempt {Attempt} at packet {Origin} failed")]
    internal static partial void AttemptFailed(ILogger logger, PacketOrigin origin, int attempt, Exception exception);

    [LoggerMessage(2007, LogLevel.Error, "Alert worker is refused, and tries again every minute: {Reason}")]
    internal static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(2008, LogLevel.Warning, "What was claimed could not be given back, and comes back when its lease has run out: {Reason}")]
    internal static partial void ReleaseFailed(ILogger logger, string reason);
}
