using Microsoft.Extensions.Logging;

namespace Boom.Enricher;

static partial class EnricherLog
{
    [LoggerMessage(3005, LogLevel.Warning, "Alert {Candid} is dead letter {Id}: {Detail}")]
    internal static partial void DeadLettered(ILogger logger, long candid, string id, string detail);

    [LoggerMessage(3007, LogLevel.Warning, "{Count} alerts of {Survey} were stored and never enriched; they are queued again")]
    internal static partial void Unenriched(ILogger logger, long count, string survey);

    [LoggerMessage(3008, LogLevel.Debug, "The comparison of queue and store is put off: {Reason}")]
    internal static partial void SweepPutOff(ILogger logger, string reason);
}
