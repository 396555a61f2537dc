using Boom.Core.Surveys;

namespace Boom.Core.Queues;

/// <summary>Names of the queues between the stages.</summary>
public static class QueueNames
{
    /// <summary>Consumer to alert worker: whole packets.</summary>
    public static string Packets(Survey survey) => $"{survey.ToUpperName()}_alerts_packets_queue";

    /// <summary>Alert worker to enricher: candids in decimal text.</summary>
    public static string Enrichment(Survey survey) => $"{survey.ToUpperName()}_alerts_enrichment_queue";

    /// <summary>Enricher to filter worker: candids in decimal text.</summary>
    public static string Filter(Survey survey) => $"{survey.ToUpperName()}_alerts_filter_queue";

    /// <summary>The programs that take the messages of a queue, e.g. <c>enrichers</c>.</summary>
    public static string TakersOf(string queue) => queue switch
    {
        _ when queue.EndsWith("_packets_queue", StringComparison.Ordinal) => "the alert workers",
        _ when queue.EndsWith("_enrichment_queue", StringComparison.Ordinal) => "the enrichers",
        _ when queue.EndsWith("_filter_queue", StringComparison.Ordinal) => "the filter workers",
        _ => "its workers",
    };
}
