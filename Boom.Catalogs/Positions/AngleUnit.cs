namespace Boom.Catalogs.Positions;

/// <summary>Unit of a coordinate.</summary>
enum AngleUnit
{
    /// <summary>Nothing says it: numbers are degrees, sexagesimal right ascensions are hours.</summary>
    Unknown,

    /// <summary>Degrees.</summary>
    Degrees,

    /// <summary>Hours of right ascension.</summary>
    Hours,

    /// <summary>Radians.</summary>
    Radians,
}

/// <summary>Units as catalogues write them.</summary>
static class AngleUnits
{
    /// <summary>The unit; null when it is none of an angle that Boom knows.</summary>
    public static AngleUnit? Of(string? text)
    {
        var plain = (text ?? "").Trim(' ', '"', '\'', '(', ')', '[', ']').ToLowerInvariant();
        return plain switch
        {
            "" or "-" or "--" or "---" or "none" or "angle" => AngleUnit.Unknown,
            "deg" or "degree" or "degrees" or "°" or "d" or "dd" or "degr" or "d:m:s" or "dms" or "deg:min:sec" or "decimal degrees" or "deg (icrs)" => AngleUnit.Degrees,
            "h" or "hr" or "hrs" or "hour" or "hours" or "hourangle" or "h:m:s" or "hms" or "hh:mm:ss" or "hour:min:sec" => AngleUnit.Hours,
            "rad" or "radian" or "radians" => AngleUnit.Radians,
            _ => null,
        };
    }
}
