namespace Boom.Core.Surveys;

/// <summary>A sky survey whose alert stream Boom reads.</summary>
public enum Survey
{
    /// <summary>Zwicky Transient Facility.</summary>
    Ztf,

    /// <summary>Legacy Survey of Space and Time, Vera C. Rubin Observatory.</summary>
    Lsst,

    /// <summary>Dark Energy Camera.</summary>
    Decam,

    /// <summary>Wide-Field Infrared Transient Explorer.</summary>
    Winter,
}
