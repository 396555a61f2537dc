using System.Globalization;
using System.Text;
using Boom.Core.Catalogs;

namespace Boom.Catalogs.VoTable;

/// <summary>A FIELD of a VOTable (IVOA VOTable 1.4, §4.1).</summary>
sealed class VoField
{
    const int MostElements = 1 << 26;

    readonly string _datatype;

    /// <param name="name">Name, else the identifier.</param>
    /// <param name="arraySize">Null, <c>8</c>, <c>*</c>, <c>8*</c>, <c>2x3</c>, <c>2x*</c>.</param>
    public VoField(string name, string datatype, string? arraySize, string? unit, string? description, string? nullValue)
    {
        _datatype = datatype;
        Count = CountOf(arraySize);
        Column = new CatalogColumn(name, TypeOf(datatype), unit, description);
        NullText = string.IsNullOrEmpty(nullValue) ? null : Encoding.UTF8.GetBytes(nullValue.Trim());
        NullNumber = long.TryParse(nullValue, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;
        var isText = IsText && arraySize?.Contains('x', StringComparison.Ordinal) != true;
        Obstacle = ElementBytes == 0 ? $"of the type {datatype}"
            : datatype is "bit" ? "bits"
            : datatype is "floatComplex" or "doubleComplex" ? "complex numbers"
            : isText || Count == 1 ? null
            : Count < 0 ? "an array of variable length" : $"an array of {Count} values";
    }

    /// <summary>Name, type, unit.</summary>
    public CatalogColumn Column { get; }

    /// <summary>Why it cannot be brought in; null when it can.</summary>
    public string? Obstacle { get; }

    /// <summary>Whether it holds text.</summary>
    public bool IsText => _datatype is "char" or "unicodeChar";

    /// <summary>Whether its characters have two bytes.</summary>
    public bool IsWide => _datatype == "unicodeChar";

    /// <summary>Elements of a value; -1: each value says it.</summary>
    public int Count { get; }

    /// <summary>What stands for no value, as text.</summary>
    public byte[]? NullText { get; }

    /// <summary>What stands for no value, as a number.</summary>
    public long? NullNumber { get; }

    /// <summary>Bytes of one element; 0 when the type is not known.</summary>
    public int ElementBytes => _datatype switch
    {
        "boolean" or "unsignedByte" or "char" or "bit" => 1,
        "short" or "unicodeChar" => 2,
        "int" or "float" => 4,
        "long" or "double" or "floatComplex" => 8,
        "doubleComplex" => 16,
        _ => 0,
    };

    /// <summary>Bytes of so many elements.</summary>
    public long BytesOf(long count) => _datatype == "bit" ? (count + 7) / 8 : count * ElementBytes;

    /// <summary>Whether a whole number is in the range of the type.</summary>
    public bool Holds(long value) => _datatype switch
    {
        "unsignedByte" => value is >= 0 and <= byte.MaxValue,
        "short" => value is >= short.MinValue and <= short.MaxValue,
        "int" => value is >= int.MinValue and <= int.MaxValue,
        _ => true,
    };

    static SkyColumnType TypeOf(string datatype) => datatype switch
    {
        "boolean" => SkyColumnType.Bool,
        "unsignedByte" or "short" or "int" => SkyColumnType.Int32,
        "long" => SkyColumnType.Int64,
        "float" => SkyColumnType.Float32,
        "double" => SkyColumnType.Float64,
        _ => SkyColumnType.String,
    };

    static int CountOf(string? arraySize)
    {
        if (string.IsNullOrWhiteSpace(arraySize))
            return 1;
        if (arraySize.EndsWith('*'))
            return -1;
        var count = 1L;
        foreach (var part in arraySize.Split('x'))
        {
            if (!int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var size) || (count *= size) > MostElements)
                throw new CatalogException($"The array size '{Boom.Core.Text.VisibleText.Of(arraySize)}' of a FIELD is none of VOTable.");
        }

        return (int)count;
    }
}
