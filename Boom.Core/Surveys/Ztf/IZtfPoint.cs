namespace Boom.Core.Surveys.Ztf;

/// <summary>A point of a light curve, as far as its order goes.</summary>
interface IZtfPoint
{
    /// <summary>Julian date, days.</summary>
    double Jd { get; }
}
