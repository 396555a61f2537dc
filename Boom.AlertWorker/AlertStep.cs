using Boom.AlertWorker.Catalogs;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.AlertWorker;

/// <summary>
/// The alert stage without any server: packets in, documents and verdicts out. One step serves one worker; its documents live until
/// the next batch is decoded.
/// </summary>
/// <param name="survey">The survey.</param>
/// <param name="software">Name and version of this program, for the documents.</param>
/// <param name="time">Clock of the look-ups in catalogues; the machine's by default.</param>
public sealed class AlertStep(ISurvey survey, string software, TimeProvider? time = null) : IDisposable
{
    readonly ObjectMatching _matching = new(time ?? TimeProvider.System);
    readonly Dictionary<string, ReadOnlyMemory<byte>> _matched = new(StringComparer.Ordinal);
    readonly BsonWriter _writer = new();
    readonly List<ISurveyAlert> _scratch = [];

    /// <summary>The survey.</summary>
    public Survey Survey => survey.Key;

    /// <summary>Partner surveys.</summary>
    public IReadOnlyList<AliasRule> AliasRules => survey.AliasRules;

    /// <summary>Decodes the packets of a batch, each for itself. Those whose schema cannot be had at the moment are left out, and hold up no other.</summary>
    public async ValueTask<DecodedBatch> DecodeAsync(IReadOnlyList<ClaimedMessage> messages, CancellationToken cancellationToken)
    {
        var packets = new List<(ClaimedMessage, ISurveyAlert[], PacketFault?)>(messages.Count);
        List<ClaimedMessage>? waiting = null;
        var reasons = new WaitReasons();
        foreach (var message in messages)
        {
            try
            {
                var fault = await survey.DecodeAsync(message.Message.Payload, _scratch, cancellationToken);
                packets.Add((message, [.. _scratch], fault));
            }
            catch (Exception away) when (away is TransientFaultException or PermanentFaultException)
            {
                (waiting ??= []).Add(message);
                reasons.Add(away);
            }
            finally
            {
                // Alerts refer to their packets, whose memory the next batch is given.
                _scratch.Clear();
            }
        }

        return new DecodedBatch(packets) { Waits = waiting is null ? null : new MessagesWaitException(waiting, reasons.ToFault()) };
    }

    /// <summary>
    /// Encodes what is not stored yet, and decides what becomes of each packet. An alert that comes twice in the batch is stored once. A
    /// packet counts as stored when it brings an alert, now or in an earlier try.
    /// </summary>
    /// <param name="batch">As decoded.</param>
    /// <param name="states">The alerts of the batch that are stored already, each with the packet that brought it.</param>
    /// <param name="storedAt">Time of the batch.</param>
    /// <param name="objects">What its new objects are matched with; null for nothing.</param>
    public AlertOutcome Encode(
        DecodedBatch batch, IReadOnlyDictionary<long, StoredAlert> states, DateTimeOffset storedAt, NewObjects? objects = null)
    {
        _writer.Reset();
        _matched.Clear();
        var outcome = new AlertOutcome([], [], [], []);
        var seen = new HashSet<long>();
        foreach (var packet in batch.Packets)
        {
            var origin = packet.Message.Message.Origin;
            var brought = 0;
            foreach (var alert in packet.Alerts)
            {
                var isRepeat = !seen.Add(alert.Candid);
                if (states.TryGetValue(alert.Candid, out var stored))
                {
                    // By this very packet: the worker that stored it died before it could say so in the ledger.
                    if (stored.CameIn(origin))
                        brought++;

                    // And perhaps before it could hand the alert on.
                    if (!isRepeat && stored.State == AlertState.Stored)
                        outcome.Forward.Add(Candid(packet.Message, alert.Candid));
                    continue;
                }

                if (isRepeat)
                    continue;

                var matches = objects?.AreMatched(alert) == true ? MatchesOf(alert, objects.Matcher, storedAt, outcome) : default;
                var context = new MappingContext(origin, storedAt, software, matches);
                outcome.Writes.Add(survey.Map(alert, context, _writer));
                outcome.Forward.Add(Candid(packet.Message, alert.Candid));
                brought++;
            }

            if (packet.Fault is { } fault)
                outcome.DeadLetters.Add(DeadLetter.OfPacket(Survey, packet.Message, fault, storedAt));
            outcome.Ledger.Add(new LedgerEntry(origin, Outcome(packet.Fault, brought)));
        }

        AddFingerprints(outcome.Ledger, batch);
        return outcome;
    }

    /// <summary>What has been matched since the last call, by catalogue.</summary>
    public IReadOnlyList<MatchTally> TakeTally() => _matching.TakeTally();

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    // Of all alerts that may make an object the store takes one: each brings the same.
    ReadOnlyMemory<byte> MatchesOf(ISurveyAlert alert, ObjectMatcher matcher, DateTimeOffset storedAt, AlertOutcome outcome)
    {
        if (!_matched.TryGetValue(alert.ObjectId, out var matches))
        {
            matches = _matching.Match(matcher, alert.ObjectId, alert.Position, storedAt.ToUnixTimeMilliseconds(), _writer, outcome.WatchlistHits);
            _matched.Add(alert.ObjectId, matches);
        }

        return matches;
    }

    // Of the highest offset of each partition, by which the consumer knows the partition again. The other packets are not looked at.
    static void AddFingerprints(List<LedgerEntry> entries, DecodedBatch batch)
    {
        var last = new Dictionary<(string Topic, int Partition), int>();
        for (var i = 0; i < entries.Count; i++)
        {
            var origin = entries[i].Origin;
            if (!last.TryGetValue((origin.Topic, origin.Partition), out var known) || entries[known].Origin.Offset < origin.Offset)
                last[(origin.Topic, origin.Partition)] = i;
        }

        foreach (var place in last.Values)
            entries[place] = entries[place] with { Fingerprint = PacketMark.FingerprintOf(batch.Packets[place].Message.Message.Payload.Span) };
    }

    static QueueMessage Candid(ClaimedMessage packet, long candid) => new(packet.Message.Origin, packet.Message.TraceParent, CandidText.Encode(candid));

    static PacketOutcome Outcome(PacketFault? fault, int brought) =>
        fault is not null ? PacketOutcome.DeadLettered : brought > 0 ? PacketOutcome.Stored : PacketOutcome.Duplicate;
}
