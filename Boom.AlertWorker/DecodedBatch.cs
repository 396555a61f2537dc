using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Surveys;

namespace Boom.AlertWorker;

/// <summary>The packets of a batch, decoded.</summary>
/// <param name="Packets">In order of arrival: each packet, its sound alerts, and its first fault or null.</param>
public sealed record DecodedBatch(IReadOnlyList<(ClaimedMessage Message, ISurveyAlert[] Alerts, PacketFault? Fault)> Packets)
{
    /// <summary>Packets that cannot be decoded before a schema registry is back, and why; null when all could.</summary>
    public MessagesWaitException? Waits { get; init; }

    /// <summary>Every candid of the batch; one may come twice.</summary>
    public IReadOnlyList<long> Candids()
    {
        var candids = new List<long>(Packets.Count);
        foreach (var packet in Packets)
        {
            foreach (var alert in packet.Alerts)
                candids.Add(alert.Candid);
        }

        return candids;
    }

    /// <summary>Every alert of the batch; one may come twice.</summary>
    public IReadOnlyList<ISurveyAlert> Alerts()
    {
        var alerts = new List<ISurveyAlert>(Packets.Count);
        foreach (var packet in Packets)
            alerts.AddRange(packet.Alerts);
        return alerts;
    }
}
