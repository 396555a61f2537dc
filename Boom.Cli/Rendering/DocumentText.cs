using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Text;
using Boom.Hosting;
using MongoDB.Bson;

namespace Boom.Cli.Rendering;

/// <summary>The lines that <c>object</c> and <c>alert</c> have in common.</summary>
internal static class DocumentText
{
    public static void WriteField(CliConsole console, string name, string value) => console.WriteLine($"  {name,-12} {value}");

    /// <summary>A number of things, e.g. <c>1 alert</c>, <c>2 alerts</c>.</summary>
    public static string Plural(int count, string noun) => $"{Whole(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>The same with thousands apart, e.g. <c>12 000 alerts</c>.</summary>
    public static string Counted(long count, string noun) => $"{TotalAccount.Count(count)} {noun}{(count == 1 ? "" : "s")}";

    public static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A stored value: whole numbers with all their digits, as identifiers are such; others to five decimals. Null when it is no value of one line.</summary>
    public static string? Value(BsonValue value) => value switch
    {
        BsonInt32 number => Whole(number.Value),
        BsonInt64 number => Whole(number.Value),
        { IsNumeric: true } => NumberText.Short(value.ToDouble(), 5),
        BsonBoolean flag => flag.Value ? "yes" : "no",
        BsonString text => text.Value,
        _ => null,
    };

    /// <summary>A magnitude to a hundredth, or a dash.</summary>
    public static string Magnitude(double magnitude) => NumberText.Fixed(magnitude, 2);

    /// <summary>A Julian date with its calendar date.</summary>
    public static string Moment(double jd) => $"{CalendarText.Minute(jd)} UTC  (JD {NumberText.Fixed(jd, 5)})";

    /// <summary>Flags, and peak and slopes per band.</summary>
    public static void WriteProperties(CliConsole console, AlertView? alert)
    {
        if (alert?.Flags is not { } flags)
        {
            WriteField(console, "enriched", "no");
            return;
        }

        WriteField(console, "flags", flags.Count == 0 ? "none" : string.Join(", ", flags));
        if (alert.Bands.Count == 0)
            return;
        console.WriteLine();
        var table = new TextTable("band", "peak mag>", "peak date (UTC)", "rising mag/day>", "fading mag/day>");
        foreach (var band in alert.Bands)
        {
            table.Add(
                band.Band, $"{Magnitude(band.Magnitude)} +- {Magnitude(band.Error)}", CalendarText.Minute(band.Jd), Rate(band.Slope("rising")), Rate(band.Slope("fading")));
        }

        table.WriteTo(console.Out, "  ");
    }

    /// <summary>Scores of an alert, or why there is none; nothing when no network was asked.</summary>
    public static void WriteScores(CliConsole console, AlertView alert)
    {
        if (alert.Scores.Count == 0)
            return;
        console.WriteLine();
        var table = new TextTable("network", "score>", "version", "no score because");
        foreach (var score in alert.Scores)
            table.Add(score.Network, double.IsNaN(score.Score) ? "-" : NumberText.Fixed(score.Score, 4), score.Version ?? "", score.Reason ?? "");
        table.WriteTo(console.Out, "  ");
    }

    static string Rate((double Rate, double Error)? rate) => rate is { } fit ? $"{NumberText.Signed(fit.Rate, 3)} +- {NumberText.Fixed(fit.Error, 3)}" : "-";
}
