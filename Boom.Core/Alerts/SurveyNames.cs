namespace Boom.Core.Alerts;

/// <summary>The spellings of a survey's name.</summary>
public static class SurveyNames
{
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

    /// <summary>Reads a survey name in any case; WINTER is also spelt <c>wntr</c>.</summary>
    public static bool TryParse(string? text, out Survey survey)
    {
        foreach (var candidate in Enum.GetValues<Survey>())
        {
            if (string.Equals(text, candidate.ToLowerName(), StringComparison.OrdinalIgnoreCase))
            {
                survey = candidate;
                return true;
            }
        }

        survey = Survey.Winter;
        return string.Equals(text, "wntr", StringComparison.OrdinalIgnoreCase);
    }
}
