using System.CommandLine;
using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Cli.Parsing;

/// <summary>Nights, each by the date of its morning.</summary>
/// <param name="First">The first one; null for all.</param>
/// <param name="Last">The last one, inclusive.</param>
internal readonly record struct NightSpan(DateOnly? First, DateOnly? Last)
{
    /// <summary>All nights.</summary>
    public static NightSpan All => default;

    /// <summary>What messages call it.</summary>
    public string Name => (First, Last) switch
    {
        (null, _) => "all nights",
        var (first, last) when first == last => $"the night {Text(first)}",
        var (first, last) => $"the nights {Text(first)} to {Text(last)}",
    };

    /// <summary>As <c>--night</c> takes it.</summary>
    public string Word => First is null ? "all" : First == Last ? Digits(First) : $"{Digits(First)}-{Digits(Last)}";

    /// <summary>Whether it has a night.</summary>
    public bool Has(DateOnly night) => First is null || (night >= First && night <= Last);

    /// <summary>Its alerts of a survey.</summary>
    public AlertSpan AlertsOf(ISurvey survey)
    {
        if (First is not { } first || Last is not { } last)
            return AlertSpan.All;
        var (begin, end) = (AlertSpan.OfNight(survey, first), AlertSpan.OfNight(survey, last));
        return new AlertSpan(begin.FromJd, end.ToJd, begin.FirstCandid, end.LastCandid);
    }

    /// <summary>An option that takes a night, two with <c>-</c> between them, or <c>all</c>.</summary>
    public static Option<NightSpan?> Option(string description) => new("--night")
    {
        Description = $"{description} Also a first and a last one with - between them, or all.",
        HelpName = "yyyyMMdd",
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (text == "all")
                return All;
            var parts = text.Split('-');
            if (parts.Length <= 2 && Parse(parts[0]) is { } first && Parse(parts[^1]) is { } last && first <= last)
                return new NightSpan(first, last);
            result.AddError(text.Length == 8 && text.All(char.IsAsciiDigit)
                ? $"--night is a date from 19000101 to 29991231, written yyyyMMdd: there is no day {text} among them."
                : $"--night is a date from 19000101 to 29991231, written yyyyMMdd, or two with - between them, the earlier first, or all, not '{text}'.");
            return null;
        },
    };

    static DateOnly? Parse(string text) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var night) && night.Year is >= 1900 and <= 2999 ? night : null;

    static string Text(DateOnly? night) => night!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Digits(DateOnly? night) => night!.Value.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
