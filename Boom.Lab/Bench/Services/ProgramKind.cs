namespace Boom.Lab.Bench.Services;

/// <summary>A stage program, and where its metrics tell what it has done.</summary>
/// <param name="Processed">Metric of what it has processed.</param>
/// <param name="Batches">Metric of the number of its batches.</param>
internal sealed record ProgramKind(string Name, string Assembly, string Processed, string Batches)
{
    public static readonly ProgramKind Consumer = new(
        "consumer", "Boom.Consumer", "kafka_consumer_alert_processed_total", "kafka_consumer_push_duration_seconds_count");

    public static readonly ProgramKind AlertWorker = new(
        "alert worker", "Boom.AlertWorker", "alert_worker_alert_processed_total", "alert_worker_batch_duration_seconds_count");

    public static readonly ProgramKind Enricher = new(
        "enricher", "Boom.Enricher", "enrichment_worker_alert_processed_total", "enrichment_worker_batch_duration_seconds_count");

    /// <summary>How many packets or alerts it has processed well.</summary>
    public double ProcessedOf(MetricsPage page) => page.Sum(Processed, "status", "ok");
}
