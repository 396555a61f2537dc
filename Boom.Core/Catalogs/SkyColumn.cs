namespace Boom.Core.Catalogs;

/// <summary>Types of the columns of a sky table; the numbers stand in files.</summary>
public enum SkyColumnType : byte
{
    /// <summary>True or false, one byte.</summary>
    Bool = 1,

    /// <summary>Whole number of 32 bits.</summary>
    Int32,

    /// <summary>Whole number of 64 bits.</summary>
    Int64,

    /// <summary>Single precision, finite.</summary>
    Float32,

    /// <summary>Double precision, finite.</summary>
    Float64,

    /// <summary>Text, UTF-8, up to 65,536 bytes.</summary>
    String,
}

/// <summary>A column of a sky table besides <c>ra</c> and <c>dec</c>, which every table has.</summary>
/// <param name="Name">Not empty, at most 255 bytes of UTF-8, none of <c>ra</c> and <c>dec</c>, once in a table.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Unit">Unit as the source writes it, e.g. <c>mag</c>, or null.</param>
/// <param name="Description">One line for people, or null.</param>
public sealed record SkyColumn(string Name, SkyColumnType Type, string? Unit = null, string? Description = null);
