using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Boom.Core.Catalogs;

/// <summary>A header that has been checked: every section lies in the file and has the length its rows need.</summary>
sealed record SkyTableContents(SkyTableHeader Header, int IndexOrder, SkySection[] Sections);

/// <summary>Reads and checks the header of a table. Whatever the bytes are, the answer is a sound header or a <see cref="SkyTableException"/>.</summary>
static class SkyTableHeaderReader
{
    public static SkyTableContents Read(SafeFileHandle file, string path)
    {
        var length = RandomAccess.GetLength(file);
        var header = ReadBytes(file, path, length);
        var fixedPart = header.AsSpan();
        var checksum = BinaryPrimitives.ReadUInt64LittleEndian(fixedPart[SkyTableFormat.ChecksumAt..]);
        fixedPart.Slice(SkyTableFormat.ChecksumAt, sizeof(ulong)).Clear();
        if (XxHash3.HashToUInt64(header) != checksum)
            throw Damaged(path, "its header does not have the checksum it says");
        var fileBytes = BinaryPrimitives.ReadInt64LittleEndian(fixedPart[SkyTableFormat.FileBytesAt..]);
        if (fileBytes != length)
            throw Damaged(path, $"it has {length:N0} bytes where {fileBytes:N0} should be");
        var rows = BinaryPrimitives.ReadInt64LittleEndian(fixedPart[SkyTableFormat.RowsAt..]);
        var order = BinaryPrimitives.ReadInt32LittleEndian(fixedPart[SkyTableFormat.IndexOrderAt..]);
        var stride = BinaryPrimitives.ReadInt32LittleEndian(fixedPart[SkyTableFormat.KeyStrideAt..]);
        if (rows is < 0 or > SkyTableFormat.MaxRows || order is < 0 or > SkyTableFormat.MaxIndexOrder || stride != SkyTableFormat.KeyStride)
            throw Damaged(path, $"{rows} rows, an index of order {order} and every key of {stride} cannot be");
        var sections = ReadSections(header, path, length);
        var descriptionAt = SkyTableFormat.FixedBytes + (sections.Length * SkyTableFormat.SectionBytes);
        var descriptionBytes = BinaryPrimitives.ReadInt32LittleEndian(fixedPart[SkyTableFormat.DescriptionBytesAt..]);
        if (descriptionBytes < 0 || descriptionBytes > header.Length - descriptionAt)
            throw Damaged(path, "its description does not fit its header");
        var (description, columns) = ReadDescription(header.AsMemory(descriptionAt, descriptionBytes), path);
        CheckSections(sections, columns, rows, order, path);
        return new(new(description, columns, rows, length, checksum), order, sections);
    }

    public static SkyTableException Damaged(string path, string what, Exception? cause = null)
        => new($"The table {path} is damaged: {what}; bring the catalogue in again.", path, cause);

    static byte[] ReadBytes(SafeFileHandle file, string path, long length)
    {
        Span<byte> start = stackalloc byte[SkyTableFormat.FixedBytes];
        if (ReadAll(file, start) < start.Length || !start.StartsWith(SkyTableFormat.Magic))
            throw new SkyTableException($"{path} is not a sky table: tables are made of catalogues by 'boom catalog add'.", path);
        var version = BinaryPrimitives.ReadUInt32LittleEndian(start[SkyTableFormat.VersionAt..]);
        if (version > SkyTableFormat.Version)
            throw new SkyTableException($"The table {path} has format {version} of a later Boom; this one reads format {SkyTableFormat.Version}: update Boom or bring the catalogue in again.", path);
        if (version != SkyTableFormat.Version)
            throw Damaged(path, $"there is no format {version}");
        var headerBytes = BinaryPrimitives.ReadInt32LittleEndian(start[SkyTableFormat.HeaderBytesAt..]);
        if (headerBytes is < SkyTableFormat.FixedBytes or > SkyTableFormat.MaxHeaderBytes || headerBytes % SkyTableFormat.Alignment != 0)
            throw Damaged(path, $"a header of {headerBytes} bytes cannot be");
        if (headerBytes > length)
            throw Damaged(path, $"it is cut in its header, after {length:N0} of {headerBytes:N0} bytes");
        var header = new byte[headerBytes];
        return ReadAll(file, header) == headerBytes ? header : throw Damaged(path, "it is cut in its header");
    }

    static int ReadAll(SafeFileHandle file, Span<byte> bytes)
    {
        var done = 0;
        while (done < bytes.Length)
        {
            var count = RandomAccess.Read(file, bytes[done..], done);
            if (count == 0)
                break;
            done += count;
        }

        return done;
    }

    static SkySection[] ReadSections(byte[] header, string path, long length)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(SkyTableFormat.SectionCountAt));
        if (count < 0 || count > (header.Length - SkyTableFormat.FixedBytes) / SkyTableFormat.SectionBytes)
            throw Damaged(path, $"{count} sections do not fit its header");
        var sections = new SkySection[count];
        for (var i = 0; i < count; i++)
        {
            var entry = header.AsSpan(SkyTableFormat.FixedBytes + (i * SkyTableFormat.SectionBytes), SkyTableFormat.SectionBytes);
            var section = new SkySection(
                (SkySectionKind)BinaryPrimitives.ReadUInt16LittleEndian(entry), BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]),
                BinaryPrimitives.ReadInt32LittleEndian(entry[4..]), BinaryPrimitives.ReadInt64LittleEndian(entry[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(entry[16..]), BinaryPrimitives.ReadUInt64LittleEndian(entry[24..]));
            if (section.Offset < header.Length || section.Offset % SkyTableFormat.Alignment != 0 || section.Length < 0
                || section.Offset > length || section.Length > length - section.Offset)
                throw Damaged(path, $"section {i} lies outside of the file");
            sections[i] = section;
        }

        return sections;
    }

    static void CheckSections(SkySection[] sections, SkyColumn[] columns, long rows, int order, string path)
    {
        var seen = new HashSet<(SkySectionKind, int)>();
        foreach (var section in sections)
        {
            var ofTable = section.Kind is SkySectionKind.Positions or SkySectionKind.SampledKeys or SkySectionKind.CellIndex;
            if (ofTable ? section.Column != -1 : (uint)section.Column >= (uint)columns.Length)
                throw Damaged(path, $"a section belongs to column {section.Column}, which is not there");
            var width = section.Kind switch
            {
                SkySectionKind.Positions => SkyTableFormat.BlockBytes,
                SkySectionKind.SampledKeys => sizeof(long),
                SkySectionKind.CellIndex => section.ElementBytes == sizeof(long) ? sizeof(long) : SkyTableFormat.CounterBytes(rows),
                SkySectionKind.Values when columns[section.Column].Type != SkyColumnType.String => SkyRowLayout.SlotBytes(columns[section.Column].Type),
                SkySectionKind.TextOffsets when columns[section.Column].Type == SkyColumnType.String => section.ElementBytes is 4 or 8 ? section.ElementBytes : -1,
                SkySectionKind.Text when columns[section.Column].Type == SkyColumnType.String => 1,
                SkySectionKind.Nulls => 1,
                _ => -1,
            };
            var expected = SkyTableFormat.SectionLength(section.Kind, width, rows, order);
            if (section.ElementBytes != width || (expected >= 0 && section.Length != expected) || !seen.Add((section.Kind, section.Column)))
                throw Damaged(path, $"the section {section.Kind} of column {section.Column} does not fit {rows:N0} rows");
        }

        var complete = seen.Contains((SkySectionKind.Positions, -1)) && seen.Contains((SkySectionKind.SampledKeys, -1)) && seen.Contains((SkySectionKind.CellIndex, -1));
        for (var i = 0; i < columns.Length && complete; i++)
        {
            complete = columns[i].Type == SkyColumnType.String
                ? seen.Contains((SkySectionKind.TextOffsets, i)) && seen.Contains((SkySectionKind.Text, i))
                : seen.Contains((SkySectionKind.Values, i));
        }

        if (!complete)
            throw Damaged(path, "a section is missing");
    }

    static (SkyTableDescription Description, SkyColumn[] Columns) ReadDescription(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var columns = new List<SkyColumn>();
            foreach (var column in root.GetProperty("columns").EnumerateArray())
                columns.Add(new(Text(column, "name"), (SkyColumnType)column.GetProperty("type").GetByte(), Optional(column, "unit"), Optional(column, "description")));
            var properties = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in root.GetProperty("properties").EnumerateObject())
                properties[property.Name] = property.Value.GetString() ?? "";
            var description = new SkyTableDescription(
                Text(root, "name"), Text(root, "version"), Text(root, "source"), root.GetProperty("createdAt").GetDateTimeOffset())
            {
                IdColumn = Optional(root, "idColumn"),
                Properties = properties,
            };
            description.Validate(columns);
            return (description, [.. columns]);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or SkyTableException)
        {
            throw Damaged(path, $"its description cannot be read ({fault.Message.TrimEnd('.')})", fault);
        }
    }

    static string Text(JsonElement parent, string name)
        => parent.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null");

    static string? Optional(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetString() : null;
}
