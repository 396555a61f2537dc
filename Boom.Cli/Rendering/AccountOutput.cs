using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Text;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>The account of a night, for people and for programs.</summary>
internal static class AccountOutput
{
    static readonly (string Heading, bool IsAlways, Func<PacketAccount, long> Count)[] Columns =
    [
        ("published", true, packets => packets.Published),
        ("stored", true, packets => packets.Stored),
        ("duplicates", false, packets => packets.Duplicates),
        ("rejected", false, packets => packets.Rejected),
        ("dead-lettered", false, packets => packets.DeadLettered),
        ("expired", false, packets => packets.Expired),
        ("waiting", false, packets => packets.Waiting),
        ("unaccounted", true, packets => packets.Unaccounted),
    ];

    /// <summary>
    /// Packets: a line per topic and partition, and the summary of each topic. Then alerts: a line per survey. An outcome that no packet had is named
    /// below the table and has no column in it, so that the table fits a window of 80 characters on most nights.
    /// </summary>
    public static void WriteTable(CliConsole console, TotalAccount account)
    {
        var shown = Columns.Where(column => column.IsAlways || account.Topics.Any(topic => topic.Partitions.Any(partition => column.Count(partition.Packets) != 0))).ToArray();
        var table = new TextTable(["topic", "partition>", .. shown.Select(column => column.Heading + '>')]);
        foreach (var topic in account.Topics)
        {
            foreach (var partition in topic.Partitions)
                Add(DocumentText.Whole(partition.Partition), partition.Packets);
            if (topic.Partitions.Count > 1)
                Add("all", topic.Packets);

            void Add(string partition, PacketAccount packets) =>
                table.Add([topic.Topic, partition, .. shown.Select(column => TotalAccount.Count(column.Count(packets)))]);
        }

        table.WriteTo(console.Out);
        if (Columns.Except(shown).Select(column => column.Heading).ToArray() is { Length: > 0 } none && account.Topics.Count > 0)
            console.WriteLine($"none: {string.Join(", ", none)}");
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
}
