using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>The account of a night, for people and for programs.</summary>
internal static class AccountOutput
{
    /// <summary>Packets: a line per topic and partition, and the summary of each topic. Then alerts: a line per survey.</summary>
    public static void WriteTable(CliConsole console, TotalAccount account)
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
            console.WriteLine($"packets of {topic.Topic}: {TotalAccount.Summarize(topic.Packets)}; {Enrichment(topic.Packets.Stored, topic.Enriched)}");
        if (account.Topics.Count != 1)
            console.WriteLine($"packets of all topics: {account.Summary}; {Enrichment(account.Packets.Stored, account.Enriched)}");
        foreach (var alerts in account.Alerts)
            console.WriteLine(Sentence(alerts));
    }

    /// <summary>The alerts of a survey in one line, e.g. <c>alerts of ZTF: 11 stored; 8 enriched, 3 not yet</c>.</summary>
    public static string Sentence(AlertAccount alerts) =>
        $"alerts of {alerts.Survey.ToUpperName()}: {TotalAccount.Count(alerts.Stored)} stored; {Enrichment(alerts.Stored, alerts.Enriched)}";

    static string Enrichment(long stored, long enriched) => enriched < stored
        ? $"{TotalAccount.Count(enriched)} enriched, {TotalAccount.Count(stored - enriched)} not yet"
        : $"{TotalAccount.Count(enriched)} enriched";

    static void Add(TextTable table, string topic, string partition, PacketAccount packets)
    {
        long[] counts =
        [
            packets.Published, packets.Stored, packets.Duplicates, packets.Rejected, packets.DeadLettered, packets.Expired, packets.Waiting, packets.Unaccounted,
        ];
        table.Add([topic, partition, .. counts.Select(TotalAccount.Count)]);
    }
}
