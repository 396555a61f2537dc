using System.Text;

namespace Boom.Core.Text;

/// <summary>A table of plain text: columns two blanks apart, numbers to the right.</summary>
/// <param name="headings">Column headings; one that ends in <c>&gt;</c> aligns its column to the right.</param>
public sealed class TextTable(params string[] headings)
{
    readonly bool[] _right = [.. headings.Select(heading => heading.EndsWith('>'))];
    readonly List<string[]> _rows = [[.. headings.Select(heading => heading.TrimEnd('>'))]];

    /// <summary>Number of rows without the heading.</summary>
    public int Count => _rows.Count - 1;

    /// <summary>Adds a row; what would steer the terminal is shown as an escape.</summary>
    public void Add(params string[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, headings.Length);
        _rows.Add(Array.ConvertAll(cells, VisibleText.Of));
    }

    /// <summary>Writes heading and rows.</summary>
    public void WriteTo(TextWriter writer, string indent = "")
    {
        var widths = Enumerable.Range(0, headings.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
        {
            var line = new StringBuilder(indent);
            for (var column = 0; column < row.Length; column++)
            {
                line.Append(_right[column] ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column]));
                line.Append("  ");
            }

            writer.WriteLine(line.ToString().TrimEnd());
        }
    }
}
