namespace Boom.Core.Filters.Expressions;

/// <summary>Which paths of the document that entered the pipeline are still what they were after some stages.</summary>
sealed class InputShape
{
    readonly bool _all;
    readonly string[] _paths;

    InputShape(bool all, IEnumerable<string> paths) => (_all, _paths) = (all, [.. paths]);

    /// <summary>The document is untouched.</summary>
    public static InputShape Whole { get; } = new(true, []);

    /// <summary>Nothing is left of it.</summary>
    public static InputShape None { get; } = new(false, []);

    /// <summary>Whether the path leads where it led in the input.</summary>
    public bool Holds(ReadOnlySpan<string> parts)
    {
        var path = string.Join('.', parts);
        if (_all)
            return !_paths.Any(changed => Leads(changed, path) || Leads(path, changed));
        return _paths.Any(kept => Leads(kept, path));
    }

    /// <summary>After these paths were changed or removed.</summary>
    public InputShape Without(IReadOnlyCollection<string> changed)
        => _all ? new(true, _paths.Concat(changed)) : new(false, _paths.Where(kept => !changed.Any(path => Leads(path, kept) || Leads(kept, path))));

    /// <summary>After all but these paths were removed.</summary>
    public InputShape Only(IEnumerable<string> kept) => new(false, kept.Where(path => Holds(path.Split('.'))));

    /// <summary>Whether a path is the other or a beginning of it.</summary>
    static bool Leads(string path, string other)
        => other.StartsWith(path, StringComparison.Ordinal) && (other.Length == path.Length || other[path.Length] == '.');
}
