using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Surveys;

namespace Boom.AlertWorker;

/// <summary>A packet, decoded.</summary>
/// <param name="Message">The packet.</param>
/// <param name="Alerts">Its sound alerts.</param>
/// <param name="Fault">Its first fault, or null.</param>
public sealed record DecodedPacket(ClaimedMessage Message, ISurveyAlert[] Alerts, PacketFault? Fault);
