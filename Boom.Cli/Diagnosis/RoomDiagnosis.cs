using System.Globalization;
using Boom.Cli.Rendering;
using Boom.Core.Store;

namespace Boom.Cli.Diagnosis;

/// <summary>How many more alerts, and nights, a disk has room for.</summary>
internal static class RoomDiagnosis
{
    /// <summary>With fewer alerts the tables that are made at once weigh more than they do.</summary>
    internal const long FewestAlerts = 1_000;

    const int NightsLookedAt = 7;
    const int FewNights = 3;

    const string Remedy = "make room, keep less by Retention:Cutouts, or move the data folder to another disk with --data";

    /// <summary>By what the store takes per alert, and by the largest of the last nights.</summary>
    /// <param name="freeBytes">Free on the disk.</param>
    /// <param name="minimumBytes">Of these, what <c>Storage:MinimumFree</c> keeps.</param>
    /// <param name="storeBytes">What the store takes.</param>
    /// <param name="alerts">Alerts in it.</param>
    /// <param name="ledger">The account: its topics carry dates.</param>
    public static Finding Look(long freeBytes, long minimumBytes, long storeBytes, long alerts, IReadOnlyList<LedgerPartition> ledger)
    {
        if (alerts < FewestAlerts)
            return Finding.Ok("room", $"too few alerts ({TotalAccount.Count(alerts)}) to tell how many nights fit; needs {TotalAccount.Count(FewestAlerts)}");
        var each = (double)storeBytes / alerts;
        var room = Math.Max(0, freeBytes - minimumBytes) / each;
        var text = string.Create(CultureInfo.InvariantCulture, $"room for {TotalAccount.Count((long)room)} more alerts of {each / 1000:0.0} kB");
        if (LargestNight(ledger) is not { Count: > 0 } night)
            return Finding.Ok("room", text);
        var nights = room / night.Count;
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"{text}: {DocumentText.Counted((long)nights, "night")} like that of {night.Date} ({DocumentText.Counted(night.Count, "alert")}), the largest of the last {night.Nights}");
        return nights < FewNights ? Finding.Warn("room", detail, Remedy) : Finding.Ok("room", detail);
    }

    /// <summary>The largest of the last nights that topics are named after; null when none is.</summary>
    static (string Date, long Count, int Nights)? LargestNight(IReadOnlyList<LedgerPartition> ledger)
    {
        var nights = ledger
            .Select(partition => (Date: DateOf(TopicIncarnation.TopicOf(partition.Topic)), Count: partition.Count(PacketOutcome.Stored)))
            .Where(night => night.Date is not null)
            .GroupBy(night => night.Date!, StringComparer.Ordinal)
            .Select(night => (Date: night.Key, Count: night.Sum(part => part.Count)))
            .OrderByDescending(night => night.Date, StringComparer.Ordinal)
            .Take(NightsLookedAt)
            .ToList();
        if (nights.Count == 0)
            return null;
        var (date, count) = nights.MaxBy(night => night.Count);
        return (date, count, nights.Count);
    }

    /// <summary>The first eight digits in a row that are a date.</summary>
    static string? DateOf(string topic)
    {
        for (var start = 0; start + 8 <= topic.Length; start++)
        {
            if (DateOnly.TryParseExact(topic.AsSpan(start, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                return topic.Substring(start, 8);
        }

        return null;
    }
}
