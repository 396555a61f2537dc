using Microsoft.Extensions.Logging;

namespace Boom.FilterWorker;

static partial class FilterWorkerLog
{
    [LoggerMessage(4020, LogLevel.Warning, "The body of alert {Candid} of {ObjectId} has more than {Most} alerts in the window: sso_history has the latest of them")]
    internal static partial void HistoryCut(ILogger logger, long candid, string objectId, int most);
}
