using Boom.Core.Alerts;

namespace Boom.Consumer;

/// <summary>Names of the topics in which a survey publishes.</summary>
public static class NightTopics
{
    /// <summary>A regular expression, as librdkafka takes it, for the topics of all nights of the survey.</summary>
    public static string Pattern(Survey survey) => survey switch
    {
        Survey.Ztf => "^ztf_[0-9]+_programid[123]$",
        Survey.Lsst => "^lsst-alerts-v[0-9]+$",
        Survey.Decam => "^decam_[0-9]+_programid1$",
        Survey.Winter => "^winter_[0-9]+$",
        _ => throw new ArgumentOutOfRangeException(nameof(survey), survey, null),
    };
}
