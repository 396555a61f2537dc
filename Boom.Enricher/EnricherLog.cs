using Boom.Core.Store;
using Microsoft.Extensions.Logging;

namespace Boom.Enricher;

/// <summary>Lines of the enrichers. Those about one alert carry its candid, to filter by.</summary>
static partial class EnricherLog
{
    internal static void DeadLettered(ILogger logger, DeadLetter letter)
    {
        if (letter.Candid is { } candid)
            AlertDeadLettered(logger, candid, letter.Id, letter.Detail);
        else
            MessageDeadLettered(logger, letter.Id, letter.Detail);
    }

    [LoggerMessage(3009, LogLevel.Debug, "Alert {Candid} of {ObjectId} is enriched")]
    internal static partial void Enriched(ILogger logger, long candid, string objectId);

    [LoggerMessage(3011, LogLevel.Error, "A network does not run: {Problem}")]
    internal static partial void NetworkUnusable(ILogger logger, string problem);

    [LoggerMessage(3012, LogLevel.Error, "{Problem}")]
    internal static partial void InputUnusable(ILogger logger, string problem);

    [LoggerMessage(3013, LogLevel.Information, "{Count} filters of {Survey} are asked which scores they need")]
    internal static partial void FiltersAsked(ILogger logger, int count, string survey);

    [LoggerMessage(3014, LogLevel.Debug, "The active filters are not read again: {Reason}")]
    internal static partial void FiltersNotRead(ILogger logger, string reason);

    [LoggerMessage(3007, LogLevel.Warning, "{Count} alerts of {Survey} were stored and never enriched; they are queued again")]
    internal static partial void Unenriched(ILogger logger, long count, string survey);

    [LoggerMessage(3008, LogLevel.Debug, "The comparison of queue and store is put off: {Reason}")]
    internal static partial void SweepPutOff(ILogger logger, string reason);

    [LoggerMessage(3005, LogLevel.Warning, "Alert {Candid} is dead letter {Id}: {Detail}")]
    static partial void AlertDeadLettered(ILogger logger, long candid, string id, string detail);

    [LoggerMessage(3010, LogLevel.Warning, "A message of the enrichment queue is dead letter {Id}: {Detail}")]
    static partial void MessageDeadLettered(ILogger logger, string id, string detail);
}
