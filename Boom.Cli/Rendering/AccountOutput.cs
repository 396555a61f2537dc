using System.Text.Json;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>The account of a night, for people and for programs.</summary>
internal static class AccountOutput
{
    /// <summary>Packets: a line per topic and partition, and the summary of each topic. Then alerts: a line per survey.</summary>
    public static void WriteTable(CliConsole console, NightAccount account)
    {
        var table = new TextTable(
            "topic", "partition>", "published>", "stored>", "duplicates>", "rejected>", "dead-lettered>", "expired>", "waiting>", "unaccounted>");
        foreach (var topic in account.Topics)
        {
            foreach (var partition in topic.Partitions)
                Add(table, topic.Topic, DocumentText.Whole(partition.Partition), partition.Packets);
            if (topic.Partitions.Count > 1)
                Add(table, topic.Topic, "all", topic.Packets);
        }

        table.WriteTo(console.Out);
        console.WriteLine();
        foreach (var topic in account.Topics)
            console.WriteLine($"packets of {topic.Topic}: {NightAccount.Summarize(topic.Packets)}; {Enrichment(topic.Packets, topic.Enriched)}");
        if (account.Topics.Count != 1)
            console.WriteLine($"packets of all topics: {account.Summary}; {Enrichment(account.Packets, account.Enriched)}");
        foreach (var alerts in account.Alerts)
            console.WriteLine(Sentence(alerts));
    }

    /// <summary>The alerts of a survey in one line, e.g. <c>alerts of ZTF: 11 stored; 8 enriched, 3 not yet</c>.</summary>
    public static string Sentence(AlertAccount alerts) =>
        $"alerts of {alerts.Survey.ToUpperName()}: {NightAccount.Count(alerts.Stored)} stored; {Enrichment(alerts.Stored, alerts.Enriched)}";

    /// <summary>
    /// The members of one JSON object: packets, of all topics and the same per topic under <c>topics</c>; and alerts (<c>alertsStored</c>,
    /// <c>alertsEnriched</c>), of all surveys and the same per survey under <c>surveys</c>.
    /// </summary>
    public static void WriteJson(Utf8JsonWriter writer, NightAccount account, TimeSpan elapsed)
    {
        WriteCounts(writer, account.Packets, account.Enriched, elapsed);
        WriteAlerts(writer, account.Alerts.Sum(alerts => alerts.Stored), account.Alerts.Sum(alerts => alerts.Enriched));
        writer.WriteStartObject("surveys");
        foreach (var alerts in account.Alerts)
        {
            writer.WriteStartObject(alerts.Survey.ToUpperName());
            WriteAlerts(writer, alerts.Stored, alerts.Enriched);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("topics");
        foreach (var topic in account.Topics)
        {
            writer.WriteStartObject(topic.Topic);
            WriteCounts(writer, topic.Packets, topic.Enriched, elapsed);
            writer.WriteStartArray("partitions");
            foreach (var partition in topic.Partitions)
            {
                writer.WriteStartObject();
                writer.WriteNumber("partition", partition.Partition);
                WritePackets(writer, partition.Packets);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    static string Enrichment(PacketAccount packets, long enriched) => Enrichment(packets.Stored, enriched);

    /// <summary>How many of those stored are enriched, and how many are not.</summary>
    static string Enrichment(long stored, long enriched) => enriched < stored
        ? $"{NightAccount.Count(enriched)} enriched, {NightAccount.Count(stored - enriched)} not yet"
        : $"{NightAccount.Count(enriched)} enriched";

    static void WriteAlerts(Utf8JsonWriter writer, long stored, long enriched)
    {
        writer.WriteNumber("alertsStored", stored);
        writer.WriteNumber("alertsEnriched", enriched);
    }

    static void WriteCounts(Utf8JsonWriter writer, PacketAccount packets, long enriched, TimeSpan elapsed)
    {
        WritePackets(writer, packets);
        writer.WriteNumber("enriched", enriched);
        writer.WriteNumber("seconds", Math.Round(elapsed.TotalSeconds, 3));
    }

    static void WritePackets(Utf8JsonWriter writer, PacketAccount packets)
    {
        writer.WriteNumber("published", packets.Published);
        writer.WriteNumber("stored", packets.Stored);
        writer.WriteNumber("duplicates", packets.Duplicates);
        writer.WriteNumber("rejected", packets.Rejected);
        writer.WriteNumber("deadLettered", packets.DeadLettered);
        writer.WriteNumber("expired", packets.Expired);
        writer.WriteNumber("waiting", packets.Waiting);
        writer.WriteNumber("unaccounted", packets.Unaccounted);
    }

    static void Add(TextTable table, string topic, string partition, PacketAccount packets) => table.Add(
        topic,
        partition,
        NightAccount.Count(packets.Published),
        NightAccount.Count(packets.Stored),
        NightAccount.Count(packets.Duplicates),
        NightAccount.Count(packets.Rejected),
        NightAccount.Count(packets.DeadLettered),
        NightAccount.Count(packets.Expired),
        NightAccount.Count(packets.Waiting),
        NightAccount.Count(packets.Unaccounted));
}
