using Boom.Core.Catalogs;
using Parquet;
using Parquet.Schema;

namespace Boom.Tests.Catalogs.Support;

/// <summary>Writes Parquet files.</summary>
static class TestParquet
{
    /// <param name="rowsPerGroup">Rows of a row group.</param>
    public static async Task<byte[]> OfAsync(TestTable table, int rowsPerGroup = int.MaxValue)
    {
        var fields = table.Columns.Select(column => column.Type switch
        {
            SkyColumnType.Bool => (DataField)new DataField<bool?>(column.Name),
            SkyColumnType.Int32 => new DataField<int?>(column.Name),
            SkyColumnType.Int64 => new DataField<long?>(column.Name),
            SkyColumnType.Float32 => new DataField<float?>(column.Name),
            SkyColumnType.Float64 => new DataField<double?>(column.Name),
            _ => new DataField<string>(column.Name),
        }).ToArray();
        using var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. fields]), file))
        {
            for (var from = 0; from < table.Rows.Count; from += Math.Min(rowsPerGroup, table.Rows.Count))
            {
                using var group = writer.CreateRowGroup();
                for (var i = 0; i < fields.Length; i++)
                    await WriteAsync(group, fields[i], [.. table.Rows.Skip(from).Take(rowsPerGroup).Select(row => row[i])]);
            }
        }

        return file.ToArray();
    }

    static async Task WriteAsync(ParquetRowGroupWriter group, DataField field, object?[] values)
    {
        if (field.ClrType == typeof(bool))
            await group.WriteAsync<bool>(field, Array.ConvertAll(values, value => (bool?)value));
        else if (field.ClrType == typeof(int))
            await group.WriteAsync<int>(field, Array.ConvertAll(values, value => (int?)value));
        else if (field.ClrType == typeof(long))
            await group.WriteAsync<long>(field, Array.ConvertAll(values, value => (long?)value));
        else if (field.ClrType == typeof(float))
            await group.WriteAsync<float>(field, Array.ConvertAll(values, value => (float?)value));
        else if (field.ClrType == typeof(double))
            await group.WriteAsync<double>(field, Array.ConvertAll(values, value => (double?)value));
        else
            await group.WriteAsync(field, (IReadOnlyCollection<string>)Array.ConvertAll(values, value => (string)value!));
    }
}
