using Boom.Core.Alerts;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Microsoft.Extensions.Logging;

namespace Boom.AlertWorker;

/// <summary>Lines of the alert workers. Those about one alert carry its candid, to filter by.</summary>
static partial class AlertWorkerLog
{
    internal static void DeadLettered(ILogger logger, DeadLetter letter)
    {
        if (letter.Candid is { } candid)
            AlertDeadLettered(logger, candid, letter.ObjectId ?? "an unknown object", letter.Origin, letter.Id, letter.Detail);
        else
            PacketDeadLettered(logger, letter.Origin, letter.Id, letter.Detail);
    }

    [LoggerMessage(2009, LogLevel.Debug, "Alert {Candid} of {ObjectId} is stored, from packet {Origin}")]
    internal static partial void Stored(ILogger logger, long candid, string objectId, PacketOrigin origin);

    [LoggerMessage(2011, LogLevel.Warning, "{Lack}")]
    internal static partial void CatalogLacking(ILogger logger, string lack);

    [LoggerMessage(2012, LogLevel.Information, "New objects of {Survey} are matched with {Tables}")]
    internal static partial void CatalogsInUse(ILogger logger, Survey survey, string tables);

    [LoggerMessage(2005, LogLevel.Warning, "Packet {Origin} is dead letter {Id}: {Detail}")]
    static partial void PacketDeadLettered(ILogger logger, PacketOrigin origin, string id, string detail);

    [LoggerMessage(2010, LogLevel.Warning, "Alert {Candid} of {ObjectId}, packet {Origin}, is dead letter {Id}: {Detail}")]
    static partial void AlertDeadLettered(ILogger logger, long candid, string objectId, PacketOrigin origin, string id, string detail);
}
