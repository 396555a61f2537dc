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
    public const int MaximumAlerts = 5_000_000;

    /// <summary>First night that can be simulated: packets of schema 4.02 began in 2023.</summary>
    public static readonly DateOnly FirstNight = new(2023, 1, 1);

    /// <summary>Last night that can be simulated: candids of later ones would not be ZTF's.</summary>
    public static readonly DateOnly LastNight = new(2040, 12, 31);

    const string Prefix = "simulation:";

    /// <summary>Seed of everything that is left to chance. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The night, by its UTC date. From 2023-01-01 to 2040-12-31; default 2026-01-01.</summary>
    public DateOnly Night { get; init; } = new(2026, 1, 1);

    /// <summary>Number of packets, 1 to 5,000,000. Default 5,000.</summary>
    public int Alerts { get; init; } = 5000;

    /// <summary>How the objects divide into classes.</summary>
    public ClassMix Mix { get; init; } = ClassMix.Default;

    /// <summary>Kafka topic of the night, e.g. <c>ztf_20260101_programid1</c>.</summary>
    public string Topic => SurveyCatalog.Default.Topics(Survey.Ztf).PlayedTo(Night);

    string NightText => Night.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>The night as text, e.g. <c>simulation:seed=1;night=20260101;alerts=5000</c>; the mix follows when it is not the default.</summary>
    public string ToSource()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Prefix}seed={Seed};night={NightText};alerts={Alerts}");
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
                error = $"'{part}' of '{text}' is not understood; give seed=NUMBER, night=YYYYMMDD, alerts=NUMBER or mix=CLASS:WEIGHT,...";
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
        return Mix.IsValid() ? null : "mix has a weight below 0 or none above 0; give weights such as SnIa:0.1,Agn:0.9.";
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
            case "mix" when ClassMix.TryParse(value, out var mix):
                read = read with { Mix = mix };
                return true;
            default:
                return false;
        }
    }
}
