using System.Text.Json.Serialization;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Hosting.Stages;

namespace Boom.Cli.Rendering.Json;

/// <summary>Packets by outcome.</summary>
internal abstract class PacketsJson(PacketAccount packets)
{
    [JsonPropertyOrder(-1)]
    public long Published => packets.Published;

    [JsonPropertyOrder(-1)]
    public long Stored => packets.Stored;

    [JsonPropertyOrder(-1)]
    public long Duplicates => packets.Duplicates;

    [JsonPropertyOrder(-1)]
    public long Rejected => packets.Rejected;

    [JsonPropertyOrder(-1)]
    public long DeadLettered => packets.DeadLettered;

    [JsonPropertyOrder(-1)]
    public long Expired => packets.Expired;

    [JsonPropertyOrder(-1)]
    public long Waiting => packets.Waiting;

    [JsonPropertyOrder(-1)]
    public long Unaccounted => packets.Unaccounted;
}

/// <summary>
/// <c>boom run</c>, <c>play</c> and <c>audit</c>: packets, of all topics and the same per topic; alerts, of all surveys and the same per survey; of a
/// run that publishes also the messages that were sent, by topic; of an audit also what does not balance, what was repaired, and how many packets are simulated (null where that is not known).
/// </summary>
internal sealed class AccountJson(TotalAccount account, TimeSpan elapsed) : PacketsJson(account.Packets)
{
    public long Enriched => account.Enriched;

    public double Seconds => TopicJson.Round(elapsed);

    public long AlertsStored => account.Alerts.Sum(alerts => alerts.Stored);

    public long AlertsEnriched => account.Alerts.Sum(alerts => alerts.Enriched);

    public Dictionary<string, AlertsJson> Surveys => account.Alerts.ToDictionary(alerts => alerts.Survey.ToUpperName(), alerts => new AlertsJson(alerts.Stored, alerts.Enriched));

    public Dictionary<string, TopicJson> Topics => account.Topics.ToDictionary(topic => topic.Topic, topic => new TopicJson(topic, elapsed));

    public IReadOnlyDictionary<string, long>? Sent { get; init; }

    /// <summary>Messages of earlier runs that were sent again; absent where there are none.</summary>
    public long? SentAgain { get; init; }

    public IReadOnlyList<string>? Findings { get; init; }

    public RepairJson? Repair { get; init; }

    public IReadOnlyDictionary<string, long?>? Simulated { get; init; }

    public IReadOnlyList<string>? Paused { get; init; }

    /// <summary>Alerts that wait for the filters, by survey; of an audit alone.</summary>
    public IReadOnlyDictionary<string, DueJson>? DueAtFilters { get; init; }
}

internal sealed class TopicJson(TopicAccount topic, TimeSpan elapsed) : PacketsJson(topic.Packets)
{
    public long Enriched => topic.Enriched;

    public double Seconds => Round(elapsed);

    public IEnumerable<PartitionJson> Partitions => topic.Partitions.Select(partition => new PartitionJson(partition));

    public static double Round(TimeSpan elapsed) => Math.Round(elapsed.TotalSeconds, 3);
}

internal sealed class PartitionJson(PartitionAccount partition) : PacketsJson(partition.Packets)
{
    [JsonPropertyOrder(-2)]
    public int Partition => partition.Partition;
}

internal sealed record DueJson(long Alerts, long? Queued);

internal sealed record AlertsJson(long AlertsStored, long AlertsEnriched);

internal sealed record RepairJson(long Forwarded, long Queued, long DeadLettered, long? Closed)
{
    public static RepairJson Of(IEnumerable<(Survey Survey, ForwardOutcome Outcome)> repaired, long? closed)
    {
        var sum = repaired.Aggregate(default(ForwardOutcome), (total, survey) => total + survey.Outcome);
        return new RepairJson(sum.Forwarded, sum.Queued, sum.DeadLettered, closed);
    }
}
