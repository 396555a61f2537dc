namespace Boom.Core.Surveys;

/// <summary>A point of a light curve.</summary>
interface IDatedPoint
{
    /// <summary>Julian date, days.</summary>
    double Jd { get; }
}
