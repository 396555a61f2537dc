using Boom.Core.Bson;

namespace Boom.Core.Catalogs.Matching;

/// <summary>Values of a sky table as fields of documents: each in its own type, single precision as double.</summary>
public static class SkyValueBson
{
    /// <summary>Writes a value; nothing when it is null.</summary>
    /// <param name="writer">Within a document.</param>
    /// <param name="name">Name of the field.</param>
    /// <param name="table">The table.</param>
    /// <param name="column">Its column.</param>
    /// <param name="row">Its row.</param>
    public static void Write(BsonWriter writer, ReadOnlySpan<byte> name, SkyTable table, int column, long row)
    {
        if (table.IsNull(column, row))
            return;
        switch (table.TypeOf(column))
        {
            case SkyColumnType.Bool:
                writer.Boolean(name, table.GetBool(column, row));
                break;
            case SkyColumnType.Int32:
                writer.Int32(name, table.GetInt32(column, row));
                break;
            case SkyColumnType.Int64:
                writer.Int64(name, table.GetInt64(column, row));
                break;
            case SkyColumnType.Float32:
                writer.Double(name, table.GetFloat32(column, row));
                break;
            case SkyColumnType.Float64:
                writer.Double(name, table.GetFloat64(column, row));
                break;
            default:
                writer.String(name, table.GetString(column, row));
                break;
        }
    }
}
