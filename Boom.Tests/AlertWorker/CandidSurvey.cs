using System.Text;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Queues;
using Boom.Core.Resilience;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Tests.Contracts;
using MongoDB.Bson;

namespace Boom.Tests.AlertWorker;

/// <summary>A survey whose packets are the candids of their alerts, as text; a word that is no number is a fault, and <c>away</c> and <c>refused</c> a schema that cannot be had.</summary>
sealed class CandidSurvey : ISurvey
{
    public Survey Key => Survey.Ztf;

    public SurveyTopics Topics => SurveyCatalog.Default.Topics(Key);

    public IReadOnlyList<AliasRule> AliasRules => [];

    public IReadOnlyList<LightCurveSeries> Series => [];

    public IReadOnlyList<SurveyIndex> Indexes => [];

    public IReadOnlyList<string> ShownFields => [];

    /// <summary>A packet on its way from the queue.</summary>
    public static ClaimedMessage Message(long offset, string candids) =>
        new(offset, 1, 0, new QueueMessage(StoreDocuments.Origin(offset), null, Encoding.ASCII.GetBytes(candids)));

    public ValueTask<PacketFault?> DecodeAsync(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts, CancellationToken cancellationToken)
    {
        PacketFault? fault = null;
        foreach (var word in Encoding.ASCII.GetString(packet.Span).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (long.TryParse(word, out var candid))
                alerts.Add(new Alert(candid));
            else if (word == "away")
                throw new TransientFaultException("The registry is away.");
            else if (word == "refused")
                throw new PermanentFaultException("The registry refuses the password.");
            else
                fault ??= new PacketFault("avro", $"{word} is no candid.");
        }

        return new(fault);
    }

    public AlertWrite Map(ISurveyAlert alert, in MappingContext context, BsonWriter writer)
    {
        var write = StoreDocuments.Alert(alert.Candid, alert.ObjectId, offset: context.Origin.Offset);
        if (context.Matches.IsEmpty)
            return write;
        var fields = StoreDocuments.Parse(write.Object.InsertFields.ToArray()).Merge(StoreDocuments.Parse(context.Matches.ToArray()));
        return write with { Object = write.Object with { InsertFields = fields.ToBson() } };
    }

    public ISurveyEnrichment CreateEnrichment(EnrichmentSettings settings) => throw new NotSupportedException();

    sealed record Alert(long Candid) : ISurveyAlert
    {
        public string ObjectId => $"ZTF26{Candid:d7}";

        public double Jd => 2461000.5;

        public SkyPosition Position => new(10, 20);
    }
}
