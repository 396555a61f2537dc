using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;

namespace Boom.Core.Catalogs;

/// <summary>Where each section of a table goes: known before the first row is written, as rows, nulls and bytes of text have been counted.</summary>
sealed class SkyTablePlan
{
    readonly byte[] _description;
    readonly bool _wide;

    /// <param name="description">What the table is.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="nulls">Number of nulls of each column.</param>
    /// <param name="textBytes">Bytes of text of each column.</param>
    /// <param name="wide">Whether counters have 8 bytes in any case.</param>
    public SkyTablePlan(SkyTableDescription description, SkyColumn[] columns, long rows, long[] nulls, long[] textBytes, bool wide)
    {
        _wide = wide;
        (Description, Columns, Rows, IndexOrder) = (description, columns, rows, SkyTableFormat.IndexOrderFor(rows));
        _description = Describe(description, columns);
        Add(SkySectionKind.CellIndex, CounterBytes(rows), -1);
        Add(SkySectionKind.SampledKeys, sizeof(long), -1);
        Add(SkySectionKind.Positions, SkyTableFormat.BlockBytes, -1);
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Type == SkyColumnType.String)
            {
                Add(SkySectionKind.TextOffsets, CounterBytes(textBytes[i]), i);
                Add(SkySectionKind.Text, 1, i, textBytes[i]);
            }
            else
            {
                Add(SkySectionKind.Values, SkyRowLayout.SlotBytes(columns[i].Type), i);
            }

            if (nulls[i] > 0)
                Add(SkySectionKind.Nulls, 1, i);
        }

        var size = (long)SkyTableFormat.FixedBytes + (Sections.Count * SkyTableFormat.SectionBytes) + _description.Length;
        if (size > SkyTableFormat.MaxHeaderBytes)
            throw new SkyTableException($"Table {description.Name}: names and descriptions take {size:N0} bytes; at most {SkyTableFormat.MaxHeaderBytes:N0} are allowed.");
        HeaderBytes = (int)SkyTableFormat.Align(size);
        long offset = HeaderBytes;
        for (var i = 0; i < Sections.Count; i++)
        {
            Sections[i] = Sections[i] with { Offset = offset };
            offset = SkyTableFormat.Align(offset + Sections[i].Length);
        }

        FileBytes = offset;
    }

    public SkyTableDescription Description { get; }

    public SkyColumn[] Columns { get; }

    public long Rows { get; }

    public int IndexOrder { get; }

    public int HeaderBytes { get; }

    public long FileBytes { get; }

    /// <summary>In the order of the file; checksums are filled in as sections are written.</summary>
    public List<SkySection> Sections { get; } = [];

    public byte[] Header()
    {
        var header = new byte[HeaderBytes];
        SkyTableFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(SkyTableFormat.VersionAt), SkyTableFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(SkyTableFormat.HeaderBytesAt), HeaderBytes);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(SkyTableFormat.FileBytesAt), FileBytes);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(SkyTableFormat.RowsAt), Rows);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(SkyTableFormat.IndexOrderAt), IndexOrder);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(SkyTableFormat.SectionCountAt), Sections.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(SkyTableFormat.DescriptionBytesAt), _description.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(SkyTableFormat.KeyStrideAt), SkyTableFormat.KeyStride);
        var at = SkyTableFormat.FixedBytes;
        foreach (var section in Sections)
        {
            var entry = header.AsSpan(at, SkyTableFormat.SectionBytes);
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)section.Kind);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)section.ElementBytes);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], section.Column);
            BinaryPrimitives.WriteInt64LittleEndian(entry[8..], section.Offset);
            BinaryPrimitives.WriteInt64LittleEndian(entry[16..], section.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[24..], section.Checksum);
            at += SkyTableFormat.SectionBytes;
        }

        _description.CopyTo(header, at);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(SkyTableFormat.ChecksumAt), XxHash3.HashToUInt64(header));
        return header;
    }

    static byte[] Describe(SkyTableDescription description, SkyColumn[] columns)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("name", description.Name);
            json.WriteString("version", description.Version);
            json.WriteString("source", description.Source);
            json.WriteString("createdAt", description.CreatedAt);
            if (description.IdColumn is { } id)
                json.WriteString("idColumn", id);
            json.WriteStartObject("properties");
            foreach (var (key, value) in description.Properties)
                json.WriteString(key, value);
            json.WriteEndObject();
            json.WriteStartArray("columns");
            foreach (var column in columns)
                Describe(json, column);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    static void Describe(Utf8JsonWriter json, SkyColumn column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteNumber("type", (int)column.Type);
        if (column.Unit is { } unit)
            json.WriteString("unit", unit);
        if (column.Description is { } text)
            json.WriteString("description", text);
        json.WriteEndObject();
    }

    int CounterBytes(long largest) => _wide ? sizeof(long) : SkyTableFormat.CounterBytes(largest);

    void Add(SkySectionKind kind, int elementBytes, int column, long length = -1)
        => Sections.Add(new(kind, elementBytes, column, 0, length >= 0 ? length : SkyTableFormat.SectionLength(kind, elementBytes, Rows, IndexOrder), 0));
}
