using Boom.Core.Sky;

namespace Boom.Core.Surveys;

/// <summary>A decoded alert, as far as all surveys agree.</summary>
public interface ISurveyAlert
{
    /// <summary>Key of the alert.</summary>
    long Candid { get; }

    /// <summary>Key of its object.</summary>
    string ObjectId { get; }

    /// <summary>Julian date of the observation, days.</summary>
    double Jd { get; }

    /// <summary>Position of the source.</summary>
    SkyPosition Position { get; }
}
