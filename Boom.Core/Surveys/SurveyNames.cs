namespace Boom.Core.Surveys;

/// <summary>The spellings of a survey's name.</summary>
public static class SurveyNames
{
    static readonly Survey[] All = Enum.GetValues<Survey>();

    /// <summary>Upper case, as in collection and queue names: <c>ZTF</c>, <c>LSST</c>, <c>DECAM</c>, <c>WINTER</c>.</summary>
    public static string ToUpperName(this Survey survey) => survey switch
    {
        Survey.Ztf => "ZTF",
        Survey.Lsst => "LSST",
        Survey.Decam => "DECAM",
        Survey.Winter => "WINTER",
        _ => throw new ArgumentOutOfRangeException(nameof(survey), survey, null),
    };

    /// <summary>Upper case, UTF-8.</summary>
    public static ReadOnlySpan<byte> ToUpperUtf8(this Survey survey) => survey switch
    {
        Survey.Ztf => "ZTF"u8,
        Survey.Lsst => "LSST"u8,
        Survey.Decam => "DECAM"u8,
        Survey.Winter => "WINTER"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(survey), survey, null),
    };

    /// <summary>Lower case, as in topic names and on the command line.</summary>
    public static string ToLowerName(this Survey survey) => survey switch
    {
        Survey.Ztf => "ztf",
        Survey.Lsst => "lsst",
        Survey.Decam => "decam",
        Survey.Winter => "winter",
        _ => throw new ArgumentOutOfRangeException(nameof(survey), survey, null),
    };

    /// <summary>The survey whose packets are framed by a schema registry and carry the number of their schema, not the schema.</summary>
    public const Survey Framed = Survey.Lsst;

    /// <summary>First part of the full name that the record of a survey's packets has, e.g. <c>ztf</c> of <c>ztf.alert</c>.</summary>
    public static string ToNamespace(this Survey survey) => survey == Survey.Decam ? "desirt" : survey.ToLowerName();

    /// <summary>The survey whose packets have records of this full name; false for a name without namespace and for that of anybody else.</summary>
    public static bool TryParseRecord(string fullName, out Survey survey)
    {
        var dot = fullName.IndexOf('.');
        foreach (var candidate in All)
        {
            if (dot > 0 && fullName.AsSpan(0, dot).Equals(candidate.ToNamespace(), StringComparison.OrdinalIgnoreCase))
            {
                survey = candidate;
                return true;
            }
        }

        survey = default;
        return false;
    }

    /// <summary>Short name of WINTER, as some of its own files have it.</summary>
    const string WinterShortName = "wntr";

    /// <summary>
    /// Reads the name of a survey, in any case: <c>ztf</c>, <c>lsst</c>, <c>decam</c>, <c>winter</c> or, for the same, <c>wntr</c>. A number is no name.
    /// </summary>
    public static bool TryParse(string? text, out Survey survey)
    {
        foreach (var candidate in All)
        {
            if (string.Equals(text, candidate.ToLowerName(), StringComparison.OrdinalIgnoreCase))
            {
                survey = candidate;
                return true;
            }
        }

        var isWinter = string.Equals(text, WinterShortName, StringComparison.OrdinalIgnoreCase);
        survey = isWinter ? Survey.Winter : default;
        return isWinter;
    }

    /// <summary>Reads the name of a survey whose packets this build can read.</summary>
    /// <param name="text">What was given, on the command line or in the configuration.</param>
    /// <param name="survey">The survey; the default one when there is a problem.</param>
    /// <param name="problem">What is wrong, and which names there are: a sentence. Empty when nothing is.</param>
    public static bool TryParseSupported(string? text, out Survey survey, out string problem)
    {
        var names = string.Join(", ", SurveyCatalog.Default.Supported.Select(ToLowerName));
        problem = !TryParse(text, out survey) ? $"'{text}' is not a survey Boom knows. Supported: {names}."
            : !SurveyCatalog.Default.Supported.Contains(survey) ? $"Packets of {survey.ToUpperName()} cannot be read by this version. Supported: {names}."
            : "";
        return problem.Length == 0;
    }
}
