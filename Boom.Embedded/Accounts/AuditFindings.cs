using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Embedded.Accounts;

/// <summary>What does not balance, a sentence each: packets without outcome, alerts and dead letters that the ledger knows and the store lacks.</summary>
public static class AuditFindings
{
    /// <summary>Letters compared one by one; of more, none is.</summary>
    const int MaxLetters = 100_000;

    const int ShownOffsets = 5;

    /// <summary>Compares account, ledger and store.</summary>
    /// <param name="store">Ledger and dead letters.</param>
    /// <param name="reader">Counts.</param>
    /// <param name="account">The account, drawn up before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(
        IAlertStore store, IAlertReader reader, TotalAccount account, CancellationToken cancellationToken)
    {
        var findings = account.Topics.SelectMany(topic => topic.Partitions.Where(partition => !partition.Packets.IsBalanced)
            .Select(partition => $"{Name(topic.Topic, partition.Partition)}: {Packets(partition.Packets.Unaccounted)} unaccounted for.")).ToList();
        foreach (var survey in SurveyCatalog.Default.Supported)
            await CompareAlertsAsync(store, reader, survey, account, findings, cancellationToken);
        if (account.Packets.DeadLettered is > 0 and <= MaxLetters)
            findings.AddRange(await CompareLettersAsync(store, cancellationToken));
        return findings;
    }

    /// <summary>
    /// Each packet that counts as stored has brought an alert, which is there or was removed by the retention. The account is the oldest of the three, what was
    /// removed is read last, and alerts only become more but for those.
    /// </summary>
    static async Task CompareAlertsAsync(
        IAlertStore store, IAlertReader reader, Survey survey, TotalAccount account, List<string> findings, CancellationToken cancellationToken)
    {
        var stored = account.Topics.Where(topic => AccountReader.IsOf(topic.Topic, survey)).Sum(topic => topic.Packets.Stored);
        if (stored == 0)
            return;
        var quick = (await reader.CountAsync(survey, cancellationToken)).Alerts;
        if (quick >= stored || quick + await store.CountRemovedAlertsAsync(survey, cancellationToken) >= stored)
            return;

        // The quick count may be stale after a crash of the server: nobody is alarmed by it.
        var alerts = await reader.CountAlertsAsync(survey, cancellationToken);
        var removed = await store.CountRemovedAlertsAsync(survey, cancellationToken);
        if (alerts + removed < stored)
        {
            var kept = removed > 0 ? $" beside {TotalAccount.Count(removed)} that the retention has removed" : "";
            findings.Add(
                $"{survey.ToUpperName()}: the ledger says that {Packets(stored)} brought alerts, and the store has only {TotalAccount.Count(alerts)}{kept}.");
        }
    }

    /// <summary>
    /// A letter is written before the ledger says so and goes before the ledger says otherwise; what lacks one by two ledgers, the letters read
    /// in between, has lost it.
    /// </summary>
    static async Task<IEnumerable<string>> CompareLettersAsync(IAlertStore store, CancellationToken cancellationToken)
    {
        var before = await store.ReadLedgerAsync(topic: null, cancellationToken);
        var letters = (await store.ListDeadLettersAsync(int.MaxValue, cancellationToken)).Where(letter => letter.Stage == DeadLetterStages.Alert)
            .Select(letter => (letter.Origin.Topic, letter.Origin.Partition, letter.Origin.Offset)).ToHashSet();
        var lost = DeadLettered(before).Where(packet => !letters.Contains(packet)).ToList();
        if (lost.Count == 0)
            return [];
        var still = DeadLettered(await store.ReadLedgerAsync(topic: null, cancellationToken)).ToHashSet();
        return lost.Where(still.Contains)
            .GroupBy(packet => (packet.Topic, packet.Partition))
            .Select(partition => $"{Name(partition.Key.Topic, partition.Key.Partition)}: "
                + $"the dead letters of {Packets(partition.Count())} are gone ({Offsets([.. partition.Select(packet => packet.Offset)])}).");
    }

    static IEnumerable<(string Topic, int Partition, long Offset)> DeadLettered(IReadOnlyList<LedgerPartition> ledger)
    {
        foreach (var partition in ledger)
        {
            foreach (var range in partition.Ranges.Where(range => range.Outcome == PacketOutcome.DeadLettered))
            {
                for (var offset = range.First; offset <= range.Last; offset++)
                    yield return (partition.Topic, partition.Partition, offset);
            }
        }
    }

    static string Name(string topic, int partition) => FormattableString.Invariant($"{topic}[{partition}]");

    static string Packets(long count) => $"{TotalAccount.Count(count)} {(count == 1 ? "packet" : "packets")}";

    static string Offsets(long[] offsets)
    {
        var shown = string.Join(", ", offsets.Order().Take(ShownOffsets).Select(offset => FormattableString.Invariant($"{offset}")));
        return $"{(offsets.Length == 1 ? "offset" : "offsets")} {shown}{(offsets.Length > ShownOffsets ? ", …" : "")}";
    }
}
