using System.Text.Json;
using Boom.Core.Accounting;

namespace Boom.Cli.Rendering;

/// <summary>The account of a night, for people and for programs.</summary>
internal static class AccountOutput
{
    /// <summary>One line per topic and partition, and the summary.</summary>
    public static void WriteTable(TextWriter output, NightAccount account)
    {
        var table = new TextTable(
            "topic", "partition>", "published>", "stored>", "duplicates>", "rejected>", "dead-lettered>", "waiting>", "unaccounted>");
        foreach (var topic in account.Topics)
        {
            foreach (var partition in topic.Partitions)
                Add(table, topic.Topic, DocumentText.Whole(partition.Partition), partition.Packets);
            if (topic.Partitions.Count > 1)
                Add(table, topic.Topic, "all", topic.Packets);
        }

        table.WriteTo(output);
        output.WriteLine();
        foreach (var topic in account.Topics)
            output.WriteLine($"{topic.Topic}: {NightAccount.Summarize(topic.Packets)}; {Enrichment(topic.Packets, topic.Enriched)}");
        if (account.Topics.Count != 1)
            output.WriteLine($"all topics: {account.Summary}; {Enrichment(account.Packets, account.Enriched)}");
    }

    /// <summary>The members of one JSON object: the totals, and the same per topic under <c>topics</c>.</summary>
    public static void WriteJson(Utf8JsonWriter writer, NightAccount account, TimeSpan elapsed)
    {
        WriteCounts(writer, account.Packets, account.Enriched, elapsed);
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

    /// <summary>How many alerts are enriched, and how many packets have brought alerts that are not.</summary>
    static string Enrichment(PacketAccount packets, long enriched) => enriched < packets.Stored
        ? $"{NightAccount.Count(enriched)} enriched, {NightAccount.Count(packets.Stored - enriched)} not yet"
        : $"{NightAccount.Count(enriched)} enriched";

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
        NightAccount.Count(packets.Waiting),
        NightAccount.Count(packets.Unaccounted));
}
