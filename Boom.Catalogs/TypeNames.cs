using Boom.Core.Catalogs;

namespace Boom.Catalogs;

/// <summary>Types as people read them.</summary>
static class TypeNames
{
    public static string Of(SkyColumnType type) => type switch
    {
        SkyColumnType.Bool => "bool",
        SkyColumnType.Int32 => "int32",
        SkyColumnType.Int64 => "int64",
        SkyColumnType.Float32 => "float32",
        SkyColumnType.Float64 => "float64",
        _ => "string",
    };
}
