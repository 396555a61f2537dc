using Boom.Core.Alerts;
using Microsoft.Extensions.Logging;

namespace Boom.AlertWorker;

static partial class AlertWorkerLog
{
    [LoggerMessage(2005, LogLevel.Warning, "Packet {Origin} is dead letter {Id}: {Detail}")]
    internal static partial void DeadLettered(ILogger logger, PacketOrigin origin, string id, string detail);
}
