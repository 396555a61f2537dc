using Boom.Core.Filters.Values;

namespace Boom.Core.Filters;

/// <summary>Where something comes from that is not in the alert.</summary>
enum InputSource
{
    /// <summary>A light curve of the object.</summary>
    Series,

    /// <summary>A light curve of the partner survey's object.</summary>
    PartnerSeries,

    /// <summary>A field of the object, as it is.</summary>
    ObjectField,

    /// <summary>Alerts of the same Solar System object.</summary>
    History,
}

/// <summary>Something beside the alert that some filter asks for; filters with the same rights share it.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Name">The field there.</param>
/// <param name="Programs">Programmes whose points are seen.</param>
/// <param name="WindowDays">How old points may be, days before the alert.</param>
readonly record struct InputRequest(InputSource Source, FieldName Name, ulong Programs, int WindowDays)
{
    /// <summary>Its place in the index.</summary>
    public int Slot { get; init; }
}
