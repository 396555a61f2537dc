namespace Boom.Core.Catalogs;

/// <summary>
/// Where the columns of a row lie in the memory of a <see cref="SkyRow"/> and in the records of sorted runs: slots of 8, 4 and 1 bytes, the widest first
/// (of a string its length, 4 bytes), then one bit per column that is set when there is a value.
/// </summary>
sealed class SkyRowLayout
{
    public SkyRowLayout(IReadOnlyList<SkyColumn> columns)
    {
        Columns = [.. columns];
        Offsets = new int[Columns.Length];
        var offset = 0;
        foreach (var width in (ReadOnlySpan<int>)[8, 4, 1])
        {
            for (var i = 0; i < Columns.Length; i++)
            {
                if (SlotBytes(Columns[i].Type) != width)
                    continue;
                Offsets[i] = offset;
                offset += width;
            }
        }

        PresentOffset = offset;
        FixedBytes = offset + ((Columns.Length + 7) / 8);
        StringColumns = [.. Enumerable.Range(0, Columns.Length).Where(i => Columns[i].Type == SkyColumnType.String)];
    }

    public SkyColumn[] Columns { get; }

    /// <summary>First byte of each column's slot.</summary>
    public int[] Offsets { get; }

    /// <summary>Columns of text, ascending.</summary>
    public int[] StringColumns { get; }

    /// <summary>First byte of the bits that say which columns have a value.</summary>
    public int PresentOffset { get; }

    /// <summary>Bytes of slots and bits.</summary>
    public int FixedBytes { get; }

    public static int SlotBytes(SkyColumnType type) => type switch
    {
        SkyColumnType.Bool => 1,
        SkyColumnType.Int64 or SkyColumnType.Float64 => 8,
        _ => 4,
    };

    /// <summary>Whether rows of the other can be read as rows of this one.</summary>
    public bool Fits(SkyRowLayout other)
    {
        if (Columns.Length != other.Columns.Length)
            return false;
        for (var i = 0; i < Columns.Length; i++)
        {
            if (Columns[i].Type != other.Columns[i].Type || Columns[i].Name != other.Columns[i].Name)
                return false;
        }

        return true;
    }
}
