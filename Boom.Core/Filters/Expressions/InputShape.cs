namespace Boom.Core.Filters.Expressions;

/// <summary>
/// Which paths of the document that entered the pipeline are still what they were after some stages, and which have since got what the index holds in a
/// certain place.
/// </summary>
sealed class InputShape
{
    readonly bool _all;
    readonly string[] _paths;
    readonly (string Path, int Slot)[] _placed;

    InputShape(bool all, IEnumerable<string> paths, IEnumerable<(string, int)> placed) => (_all, _paths, _placed) = (all, [.. paths], [.. placed]);

    /// <summary>The document is untouched.</summary>
    public static InputShape Whole { get; } = new(true, [], []);

    /// <summary>Nothing is left of it.</summary>
    public static InputShape None { get; } = new(false, [], []);

    /// <summary>Whether the path leads where it led in the input.</summary>
    public bool Holds(ReadOnlySpan<string> parts)
    {
        var path = string.Join('.', parts);
        if (_all)
            return !_paths.Any(changed => Leads(changed, path) || Leads(path, changed));
        return _paths.Any(kept => Leads(kept, path));
    }

    /// <summary>Whether the path begins in a place of the index: which, and how many of its parts lead there.</summary>
    public bool TryPlace(ReadOnlySpan<string> parts, out int slot, out int depth)
    {
        var path = string.Join('.', parts);
        foreach (var placed in _placed)
        {
            if (!Leads(placed.Path, path))
                continue;
            slot = placed.Slot;
            depth = placed.Path.Count(letter => letter == '.') + 1;
            return true;
        }

        (slot, depth) = (-1, 0);
        return false;
    }

    /// <summary>After these paths were changed or removed.</summary>
    public InputShape Without(IReadOnlyCollection<string> changed)
    {
        var placed = _placed.Where(known => !changed.Any(path => Leads(path, known.Path) || Leads(known.Path, path)));
        return _all
            ? new(true, _paths.Concat(changed), placed)
            : new(false, _paths.Where(kept => !changed.Any(path => Leads(path, kept) || Leads(kept, path))), placed);
    }

    /// <summary>After all but these paths were removed.</summary>
    public InputShape Only(IReadOnlyCollection<string> kept) => new(
        false,
        kept.Where(path => Holds(path.Split('.'))),
        _placed.Where(known => kept.Any(path => Leads(path, known.Path))));

    /// <summary>After these paths got what the index holds in these places.</summary>
    public InputShape With(IReadOnlyCollection<(string Path, int Slot)> placed)
    {
        var rest = Without([.. placed.Select(each => each.Path)]);
        return new(rest._all, rest._paths, rest._placed.Concat(placed));
    }

    /// <summary>Whether a path is the other or a beginning of it.</summary>
    static bool Leads(string path, string other)
        => other.StartsWith(path, StringComparison.Ordinal) && (other.Length == path.Length || other[path.Length] == '.');
}
