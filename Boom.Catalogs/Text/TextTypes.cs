using Boom.Core.Catalogs;

namespace Boom.Catalogs.Text;

/// <summary>
/// Types of columns whose source does not say them: the narrowest that keeps every value seen. Whole numbers beyond 2^53 and numbers with a fraction have
/// only text in common.
/// </summary>
sealed class TextTypes
{
    [Flags]
    enum Seen : byte
    {
        Nothing = 0,
        Bool = 1,
        Int32 = 2,
        Int64 = 4,
        Large = 8,
        Real = 16,
        Text = 32,
    }

    Seen[] _seen = [];
    SkyColumnType?[] _declared = [];
    SkyColumnType?[] _types = [];

    /// <summary>Whether a value did not fit, so that the rest is looked through.</summary>
    public bool IsLooking { get; set; }

    public int Count => _types.Length;

    /// <summary>Type of a column; null before its first value.</summary>
    public SkyColumnType? this[int column] => _types[column];

    /// <summary>Whether its values must have that type.</summary>
    public bool IsDeclared(int column) => _declared[column] is not null;

    /// <summary>Adds a column.</summary>
    /// <param name="declared">Its type; null: inferred.</param>
    public int Add(SkyColumnType? declared = null)
    {
        _seen = [.. _seen, Seen.Nothing];
        _declared = [.. _declared, declared];
        _types = [.. _types, declared];
        return _types.Length - 1;
    }

    /// <summary>Notes a value as text.</summary>
    public void See(int column, ReadOnlySpan<byte> text) => _seen[column] |= SeenIn(text);

    /// <summary>Notes a whole number.</summary>
    public void See(int column, long value) => _seen[column] |= SeenIn(value);

    /// <summary>Notes a value of a type.</summary>
    public void See(int column, SkyColumnType type) => _seen[column] |= type switch
    {
        SkyColumnType.Bool => Seen.Bool,
        SkyColumnType.Int32 => Seen.Int32,
        SkyColumnType.Int64 => Seen.Int64,
        SkyColumnType.String => Seen.Text,
        _ => Seen.Real,
    };

    /// <summary>Notes a whole number that no double holds, in a column that holds it.</summary>
    public void SeeLarge(int column) => _seen[column] |= Seen.Large;

    /// <summary>Takes over what was seen.</summary>
    public void Settle()
    {
        IsLooking = false;
        for (var i = 0; i < _types.Length; i++)
            _types[i] = _declared[i] ?? TypeOf(_seen[i]);
    }

    static SkyColumnType? TypeOf(Seen seen)
    {
        const Seen Numbers = Seen.Int32 | Seen.Int64 | Seen.Large | Seen.Real;
        if (seen == Seen.Nothing)
            return null;
        if (seen.HasFlag(Seen.Text) || (seen.HasFlag(Seen.Bool) && (seen & Numbers) != 0) || (seen.HasFlag(Seen.Large) && seen.HasFlag(Seen.Real)))
            return SkyColumnType.String;
        return seen.HasFlag(Seen.Bool) ? SkyColumnType.Bool
            : seen.HasFlag(Seen.Real) ? SkyColumnType.Float64
            : seen == Seen.Int32 ? SkyColumnType.Int32
            : SkyColumnType.Int64;
    }

    static Seen SeenIn(ReadOnlySpan<byte> text) => TextNumber.Parse(text, out var whole, out _) switch
    {
        NumberForm.Whole => SeenIn(whole),
        NumberForm.Real => Seen.Real,
        NumberForm.Digits => Seen.Text,
        _ => TextValues.TryBool(text, out _) ? Seen.Bool : Seen.Text,
    };

    static Seen SeenIn(long value) => value is >= int.MinValue and <= int.MaxValue ? Seen.Int32
        : value is >= -TextNumber.LargestExact and <= TextNumber.LargestExact ? Seen.Int64
        : Seen.Large;
}
