namespace Boom.Core.Filters.Values;

/// <summary>How a value is held.</summary>
enum ValueForm : byte
{
    /// <summary>In place, or as encoded bytes.</summary>
    Plain,

    /// <summary>An array of values.</summary>
    List,

    /// <summary>An object of fields.</summary>
    Fields,

    /// <summary>An object that is a row of a table.</summary>
    Row,

    /// <summary>An array or object that is not made yet; only fields and the index hold it, and whoever reads them gets what it makes.</summary>
    Deferred,

    /// <summary>No value: the path meets an array before its end and must be walked.</summary>
    Through,
}
