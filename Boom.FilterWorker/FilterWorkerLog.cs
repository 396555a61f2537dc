using Boom.Core.Store;
using Microsoft.Extensions.Logging;

namespace Boom.FilterWorker;

/// <summary>Lines of the filter workers. Those about one alert carry its candid, to filter by.</summary>
static partial class FilterWorkerLog
{
    internal static void DeadLettered(ILogger logger, DeadLetter letter)
    {
        if (letter.Candid is { } candid)
            AlertDeadLettered(logger, candid, letter.Id, letter.Detail);
        else
            MessageDeadLettered(logger, letter.Id, letter.Detail);
    }

    [LoggerMessage(4001, LogLevel.Information, "{Count} filters of {Survey} are in use")]
    internal static partial void FiltersInUse(ILogger logger, int count, string survey);

    [LoggerMessage(4002, LogLevel.Error, "{Problem}")]
    internal static partial void FilterUnusable(ILogger logger, string problem);

    [LoggerMessage(4003, LogLevel.Warning, "The filter {Name} ({Id}) is suspended: {Reason}")]
    internal static partial void Suspended(ILogger logger, string name, string id, string reason);

    [LoggerMessage(4004, LogLevel.Warning, "The filter {Name} ({Id}) went wrong at {Count} alerts of a batch: {Error}")]
    internal static partial void Erred(ILogger logger, string name, string id, int count, string error);

    [LoggerMessage(4005, LogLevel.Debug, "Alert {Candid} of {ObjectId} is sent to {Topic}")]
    internal static partial void Sent(ILogger logger, long candid, string objectId, string topic);

    [LoggerMessage(4006, LogLevel.Warning, "{Problem}")]
    internal static partial void TopicAsItIs(ILogger logger, string problem);

    [LoggerMessage(4007, LogLevel.Warning, "{Count} alerts of {Survey} were enriched and never filtered; they are queued again")]
    internal static partial void Unfiltered(ILogger logger, long count, string survey);

    [LoggerMessage(4008, LogLevel.Debug, "The comparison of queue and store is put off: {Reason}")]
    internal static partial void SweepPutOff(ILogger logger, string reason);

    [LoggerMessage(4009, LogLevel.Debug, "The active filters are not read again: {Reason}")]
    internal static partial void RefreshPutOff(ILogger logger, string reason);

    [LoggerMessage(4012, LogLevel.Debug, "What filters cost is not kept yet: {Reason}")]
    internal static partial void CostsPutOff(ILogger logger, string reason);

    [LoggerMessage(4013, LogLevel.Warning, "The store does not know yet that a filter is suspended: {Reason}")]
    internal static partial void SuspensionPutOff(ILogger logger, string reason);

    [LoggerMessage(4010, LogLevel.Warning, "Alert {Candid} is dead letter {Id}: {Detail}")]
    static partial void AlertDeadLettered(ILogger logger, long candid, string id, string detail);

    [LoggerMessage(4011, LogLevel.Warning, "A message of the filter queue is dead letter {Id}: {Detail}")]
    static partial void MessageDeadLettered(ILogger logger, string id, string detail);
}
