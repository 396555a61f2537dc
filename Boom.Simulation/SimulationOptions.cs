using System.Globalization;
using System.Text;
using Boom.Core.Surveys;
using Boom.Simulation.Objects;

namespace Boom.Simulation;

/// <summary>
/// A simulated night: equal options give equal packets, byte for byte, on every machine. <see cref="ToSource"/> writes them as a line of
/// text from which <see cref="TryParse"/> opens the identical night.
/// </summary>
public sealed record SimulationOptions
{
    /// <summary>Most packets of a night.</summary>
    public const int MaximumAlerts = 20_000_000;

    /// <summary>Most visits of a night of LSST.</summary>
    public const int MaximumVisits = 4000;

    /// <summary>Most points of an LSST packet's history.</summary>
    public const int MaximumHistory = 1000;

    /// <summary>First night that can be simulated: packets of schema 4.02 began in 2023.</summary>
    public static readonly DateOnly FirstNight = new(2023, 1, 1);

    /// <summary>Last night that can be simulated: candids of later ones would not be ZTF's.</summary>
    public static readonly DateOnly LastNight = new(2040, 12, 31);

    const string Prefix = "simulation:";

    static readonly SimulationOptions _default = new();

    static TimeSpan LongestNight => TimeSpan.FromHours(11);

    /// <summary>Seed of everything that is left to chance. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The night, by its UTC date. From 2023-01-01 to 2040-12-31; default 2026-01-01.</summary>
    public DateOnly Night { get; init; } = new(2026, 1, 1);

    /// <summary>Number of packets, 1 to 20,000,000: twice a night of LSST. Default 5,000.</summary>
    public int Alerts { get; init; } = 5000;

    /// <summary>The survey that publishes. Default ZTF. The sky, but not who sees it, is a matter of seed and night alone.</summary>
    public Survey Survey { get; init; } = Survey.Ztf;

    /// <summary>Packets of one visit of LSST, 1 to 20,000,000: they have one exposure and are published at one time. Default 10,000.</summary>
    public int Visit { get; init; } = 10_000;

    /// <summary>From one visit of LSST to the next: one second to a day. Default 39 s.</summary>
    public TimeSpan Cadence { get; init; } = TimeSpan.FromSeconds(39);

    /// <summary>
    /// Earlier visits of LSST to each place, 0 to 1,000: no history of a packet is longer, and that of a bright variable about as long. One field in
    /// 32 is a deep one with 1,000 unless this is 0. Default 30.
    /// </summary>
    public int History { get; init; } = 30;

    /// <summary>How the objects divide into classes.</summary>
    public ClassMix Mix { get; init; } = ClassMix.Default;

    /// <summary>Kafka topic of the night, e.g. <c>ztf_20260101_programid1</c>.</summary>
    public string Topic => SurveyCatalog.Default.Topics(Survey).SimulatedIn(Night);

    /// <summary>Whether a survey sends its alerts in visits, so that <see cref="Visit"/>, <see cref="Cadence"/> and <see cref="History"/> mean something.</summary>
    public static bool HasVisits(Survey survey) => survey == Survey.Lsst;

    /// <summary>Packets of one visit, unless it is said: 10,000, or as many more as a night needs that holds all alerts.</summary>
    /// <param name="alerts">Packets of the night.</param>
    /// <param name="cadence">From one visit to the next.</param>
    public static int VisitFor(int alerts, TimeSpan cadence)
    {
        var visits = Math.Min(MaximumVisits, 1 + (cadence > TimeSpan.Zero ? LongestNight.Ticks / cadence.Ticks : MaximumVisits));
        return (int)Math.Max(_default.Visit, (alerts + visits - 1) / visits);
    }

    string NightText => Night.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>The night as text, e.g. <c>simulation:seed=1;night=20260101;alerts=5000</c>; what else is not the default follows.</summary>
    public string ToSource()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Prefix}seed={Seed};night={NightText};alerts={Alerts}");
        if (Survey != Survey.Ztf)
            text.Append(";survey=").Append(Survey.ToLowerName());
        if (Visit != _default.Visit)
            text.Append(CultureInfo.InvariantCulture, $";visit={Visit}");
        if (Cadence != _default.Cadence)
            text.Append(CultureInfo.InvariantCulture, $";cadence={Cadence.TotalSeconds:R}");
        if (History != _default.History)
            text.Append(CultureInfo.InvariantCulture, $";history={History}");
        if (!Mix.Equals(ClassMix.Default))
            text.Append(";mix=").Append(Mix.ToText());
        return text.ToString();
    }

    /// <summary>Whether the text names a simulated night at all; <see cref="TryParse"/> says whether it names it well.</summary>
    public static bool IsSource(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Reads what <see cref="ToSource"/> wrote; keys left out have their defaults.</summary>
    /// <param name="text">The source.</param>
    /// <param name="options">The night; null when the text is not a valid one.</param>
    /// <param name="error">What is wrong, one sentence naming key, value and remedy; null when nothing is.</param>
    public static bool TryParse(string text, out SimulationOptions? options, out string? error)
    {
        options = null;
        if (!IsSource(text))
        {
            error = $"A simulated night begins with '{Prefix}', e.g. {new SimulationOptions().ToSource()}; '{text}' does not.";
            return false;
        }

        var read = new SimulationOptions();
        foreach (var part in text[Prefix.Length..].Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryApply(part, ref read))
            {
                error = $"'{part}' of '{text}' is not understood; give seed=NUMBER, night=YYYYMMDD, alerts=NUMBER, survey=NAME, visit=NUMBER, "
                    + "cadence=SECONDS, history=NUMBER, mix=CLASS:WEIGHT,... or mix=real";
                return false;
            }
        }

        error = read.Validate();
        options = error is null ? read : null;
        return error is null;
    }

    /// <summary>What is wrong with the options, one sentence naming key, value and remedy; null when nothing is.</summary>
    public string? Validate()
    {
        if (Alerts is < 1 or > MaximumAlerts)
            return $"alerts is {Alerts}; give a number from 1 to {MaximumAlerts}.";
        if (Night < FirstNight || Night > LastNight)
            return $"night is {NightText}; give a date from {FirstNight:yyyyMMdd} to {LastNight:yyyyMMdd}.";
        if (!Enum.IsDefined(Survey))
            return $"survey is {Survey}; give ztf, lsst, decam or winter.";
        if (ValidateVisits() is { } error)
            return error;
        return Mix.IsValid() ? null : "mix has a weight below 0 or none above 0; give weights such as SnIa:0.1,Agn:0.9.";
    }

    string? ValidateVisits()
    {
        if (Survey != Survey.Lsst)
        {
            return (Visit, Cadence, History) == (_default.Visit, _default.Cadence, _default.History) ? null
                : $"visit, cadence and history are options of LSST's nights, and survey is {Survey.ToLowerName()}; leave them out or give survey=lsst.";
        }

        if (Visit is < 1 or > MaximumAlerts)
            return $"visit is {Visit}; give a number of alerts from 1 to {MaximumAlerts}.";
        if (Cadence < TimeSpan.FromSeconds(1) || Cadence > TimeSpan.FromDays(1))
            return FormattableString.Invariant($"cadence is {Cadence.TotalSeconds} s; give 1 to 86400 seconds.");
        if (History is < 0 or > MaximumHistory)
            return $"history is {History}; give a number of visits from 0 to {MaximumHistory}.";
        var visits = (Alerts + (long)Visit - 1) / Visit;
        if (visits > MaximumVisits)
            return $"{Alerts} alerts make {visits} visits of {Visit}; give a visit of {(Alerts + MaximumVisits - 1) / MaximumVisits} or more.";
        return (visits - 1) * Cadence <= LongestNight ? null
            : FormattableString.Invariant($"{visits} visits {Cadence.TotalSeconds} s apart take longer than {LongestNight.TotalHours} h; give a larger visit or a shorter cadence.");
    }

    static bool TryApply(string part, ref SimulationOptions read)
    {
        var equals = part.IndexOf('=');
        var value = part[(equals + 1)..];
        switch (equals < 0 ? "" : part[..equals])
        {
            case "seed" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed):
                read = read with { Seed = seed };
                return true;
            case "night" when DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var night):
                read = read with { Night = night };
                return true;
            case "alerts" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var alerts):
                read = read with { Alerts = alerts };
                return true;
            case "survey" when SurveyNames.TryParse(value, out var survey):
                read = read with { Survey = survey };
                return true;
            case "visit" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var visit):
                read = read with { Visit = visit };
                return true;
            case "cadence" when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= 1e6:
                read = read with { Cadence = TimeSpan.FromSeconds(seconds) };
                return true;
            case "history" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var history):
                read = read with { History = history };
                return true;
            case "mix" when ClassMix.TryParse(value, out var mix):
                read = read with { Mix = mix };
                return true;
            default:
                return false;
        }
    }
}
