using Boom.Core.Surveys;

namespace Boom.Core.Queues;

/// <summary>Names of the queues between the stages.</summary>
public static class QueueNames
{
    /// <summary>Consumer to alert worker: whole packets.</summary>
    public static string Packets(Survey survey) => $"{survey.ToUpperName()}_alerts_packets_queue";

    /// <summary>Alert worker to enricher: candids in decimal text.</summary>
    public static string Enrichment(Survey survey) => $"{survey.ToUpperName()}_alerts_enrichment_queue";

    /// <summary>Enricher to filter worker: <c>programid,candid</c> for ZTF, <c>candid</c> for the others.</summary>
    public static string Filter(Survey survey) => $"{survey.ToUpperName()}_alerts_filter_queue";
}
