using System.Text;

namespace Boom.Core.Filters.Values;

/// <summary>A name that a filter asks for, one object for each name of a <see cref="FilterPlan"/>.</summary>
sealed class FieldName(string text)
{
    volatile int _column = -1;

    public string Text => text;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(text);

    /// <summary>The column of point tables that holds fields of this name; −1 when none does.</summary>
    public int Column
    {
        get => _column;
        set => _column = value;
    }

    public override string ToString() => text;
}
