using System.IO.Hashing;
using System.Text;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Core.Text;

namespace Boom.Core.Store;

/// <summary>A message that could not be processed, kept until somebody replays or discards it.</summary>
/// <param name="Id">Derived from stage and origin: a repeat replaces, it does not add.</param>
/// <param name="Survey">Survey of the packet.</param>
/// <param name="Stage">One of <see cref="DeadLetterStages"/>.</param>
/// <param name="Reason">Stable short code, e.g. <c>avro</c>, <c>missing-field</c>, <c>coordinates</c>.</param>
/// <param name="Detail">One sentence for a person.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Origin">Where it was read.</param>
/// <param name="Candid">When known.</param>
/// <param name="ObjectId">When known.</param>
/// <param name="AtMs">When it was given up, Unix milliseconds.</param>
/// <param name="Payload">The message's payload, whole; empty in listings.</param>
public sealed record DeadLetter(
    string Id,
    Survey Survey,
    string Stage,
    string Reason,
    string Detail,
    int Attempts,
    PacketOrigin Origin,
    long? Candid,
    string? ObjectId,
    long AtMs,
    ReadOnlyMemory<byte> Payload)
{
    /// <summary>One sentence for a person; what it quotes of the packet is visible text (<see cref="VisibleText"/>).</summary>
    public string Detail { get; init; } = VisibleText.Of(Detail);

    /// <summary>A packet that no alert could be made of, or that the store refuses.</summary>
    public static DeadLetter OfPacket(Survey survey, ClaimedMessage message, PacketFault fault, DateTimeOffset at) => new(
        IdOf(DeadLetterStages.Alert, message.Message.Origin), survey, DeadLetterStages.Alert, fault.Reason, fault.Detail,
        message.Attempt, message.Message.Origin, fault.Candid, fault.ObjectId, at.ToUnixTimeMilliseconds(), message.Message.Payload);

    /// <summary>An alert that a stage behind the alert workers could not process; a message that is no candid has no alert, and is identified by its origin.</summary>
    public static DeadLetter OfAlert(Survey survey, ClaimedMessage message, string detail, DateTimeOffset at, string stage = DeadLetterStages.Enrichment)
    {
        var origin = message.Message.Origin;
        long? candid = CandidText.TryParse(message.Message.Payload.Span, out var value) ? value : null;
        return new(
            candid is { } alert ? IdOfAlert(survey, alert, stage) : IdOf(stage, origin), survey, stage, "failed", detail,
            message.Attempt, origin, candid, null, at.ToUnixTimeMilliseconds(), message.Message.Payload);
    }

    /// <summary>The identifier of a dead letter: 16 hexadecimal digits.</summary>
    public static string IdOf(string stage, in PacketOrigin origin, long? candid = null)
        => Hash(FormattableString.Invariant($"{stage}|{origin.Topic}|{origin.Partition}|{origin.Offset}|{candid}"));

    /// <summary>
    /// The identifier of the letter of an alert that a stage could not process: by stage and alert alone, whoever queued it, so that it has one letter.
    /// </summary>
    public static string IdOfAlert(Survey survey, long candid, string stage = DeadLetterStages.Enrichment)
        => Hash(FormattableString.Invariant($"{stage}|{survey.ToUpperName()}|{candid}"));

    static string Hash(string key)
        => XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(key)).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Stages that give messages up.</summary>
public static class DeadLetterStages
{
    /// <summary>The payload is a packet.</summary>
    public const string Alert = "alert";

    /// <summary>The payload is a candid in decimal ASCII.</summary>
    public const string Enrichment = "enrichment";

    /// <summary>The payload is a candid in decimal ASCII.</summary>
    public const string Filter = "filter";
}
