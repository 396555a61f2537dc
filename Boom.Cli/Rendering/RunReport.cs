using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Text;
using Boom.Embedded.Pipeline;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>What a person is told at the end of a run.</summary>
internal static class RunReport
{
    /// <summary>The account, the most likely transients among the objects seen for the first time or else the brightest of them, and what to type next.</summary>
    /// <param name="finds">Objects new in this run.</param>
    /// <param name="dataOption">The option that names the data folder, to be typed again; empty for the default.</param>
    public static void Write(CliConsole console, RunResult result, RunFinds finds, string dataOption)
    {
        var account = result.Account;
        console.WriteLine();
        foreach (var play in result.Plays.Where(play => play.NothingLeft))
            console.WriteLine($"There is nothing left to play: every packet of this source ({TotalAccount.Count(play.AlreadyPublished)}) is in {play.Topic} already.");
        foreach (var topic in account.Topics)
            console.WriteLine($"packets of {topic.Topic}: {TotalAccount.Summarize(topic.Packets)}");
        console.WriteLine(Sentence(account));
        foreach (var alerts in account.Alerts)
            console.WriteLine(AccountOutput.Sentence(alerts));
        foreach (var (topic, count) in result.Sent.OrderBy(sent => sent.Key, StringComparer.Ordinal))
            console.WriteLine($"messages of {topic}: sent {TotalAccount.Count(count)}");
        if (result.SentAgain > 0)
            console.WriteLine($"{DocumentText.Counted(result.SentAgain, "message")} of earlier runs {(result.SentAgain == 1 ? "was" : "were")} sent again, under the same identifiers.");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"This run took {result.Elapsed.TotalSeconds:0.0} s."));
        if (account.Packets.DeadLettered > 0)
            console.WriteLine($"Dead letters are kept, each with its reason: boom dead-letters list{dataOption}");
        if (account.Packets.Unaccounted > 0)
            console.WriteLine($"{DocumentText.Counted(account.Packets.Unaccounted, "packet")} {(account.Packets.Unaccounted == 1 ? "is" : "are")} UNACCOUNTED FOR: boom audit{dataOption} shows where.");
        foreach (var problem in result.Problems)
            console.Complain(problem);
        if (finds.Likely.Count > 0)
            WriteLikely(console, finds);
        else
            WriteBrightest(console, finds);
        WriteNext(console, result, finds.Likely.Count > 0 ? finds.Likely[0].Alert.ObjectId : finds.Brightest.FirstOrDefault()?.ObjectId, dataOption);
    }

    static string Sentence(TotalAccount account)
    {
        var packets = account.Packets;
        var parts = new List<string> { $"packets: stored {TotalAccount.Count(packets.Stored)}" };
        if (packets.Duplicates > 0)
            parts.Add($"duplicates {TotalAccount.Count(packets.Duplicates)}");
        if (packets.Rejected > 0)
            parts.Add($"rejected {TotalAccount.Count(packets.Rejected)}");
        parts.Add($"dead-lettered {TotalAccount.Count(packets.DeadLettered)}");
        if (packets.Expired > 0)
            parts.Add($"expired {TotalAccount.Count(packets.Expired)}");
        parts.Add($"unaccounted: {TotalAccount.Count(packets.Unaccounted)}");
        parts.Add($"enriched {TotalAccount.Count(account.Enriched)}");
        return string.Join(", ", parts);
    }

    static void WriteLikely(CliConsole console, RunFinds finds)
    {
        console.WriteLine();
        console.WriteLine("Most likely transients among the new objects: neither star nor asteroid, by the scores of the networks");
        var table = new TextTable("objectId", "score>", "network", "mag>", "date (UTC)", "position", "hosts and stars");
        foreach (var (alert, network, score) in finds.Likely)
        {
            table.Add(
                alert.ObjectId, NumberText.Fixed(score, 3), network, DocumentText.Magnitude(alert.Magpsf), CalendarText.Minute(alert.Jd),
                AngleText.Degrees(alert.Position), finds.SurroundingsOf(alert.ObjectId));
        }

        table.WriteTo(console.Out, "  ");
    }

    static void WriteBrightest(CliConsole console, RunFinds finds)
    {
        if (finds.Brightest.Count == 0)
            return;
        console.WriteLine();
        console.WriteLine("Brightest new objects");
        var table = new TextTable("objectId", "mag>", "date (UTC)", "position", "hosts and stars");
        foreach (var alert in finds.Brightest)
        {
            table.Add(
                alert.ObjectId, DocumentText.Magnitude(alert.Magpsf), CalendarText.Minute(alert.Jd), AngleText.Degrees(alert.Position),
                finds.SurroundingsOf(alert.ObjectId));
        }

        table.WriteTo(console.Out, "  ");
    }

    static void WriteNext(CliConsole console, RunResult result, string? objectId, string dataOption)
    {
        console.WriteLine();
        if (result.Stopped && result.Account.Packets.Waiting > 0)
            console.WriteLine($"Stopped with {DocumentText.Counted(result.Account.Packets.Waiting, "packet")} waiting; the same command again goes on from here.");
        else if (result.Stopped)
            console.WriteLine("Stopped; the same command again goes on from here.");
        if (result.Account.Packets.Waiting > 0)
        {
            foreach (var trouble in result.Troubles)
                console.WriteLine($"They wait: {VisibleText.Of(trouble)}");
        }

        if (objectId is not null)
            console.WriteLine($"Next: boom object {ShellText.Quote(objectId)}{dataOption}");
    }
}
