namespace Boom.Core.Filters.Expressions;

/// <summary>Paths as they are written.</summary>
static class FieldPaths
{
    /// <summary>The names of a dotted path.</summary>
    /// <exception cref="FilterException">It is no path.</exception>
    public static string[] Names(string path, string written, Place place)
    {
        var names = path.Split('.');
        if (names.Length > FilterLimits.PathParts)
            throw place.Fault($"a path has at most {FilterLimits.PathParts} parts, not {names.Length}");
        foreach (var name in names)
        {
            if (name.Length == 0)
                throw place.Fault($"'{written}' is not a path, it has an empty name");
            if (name.StartsWith('$') || name.Contains('\0', StringComparison.Ordinal))
                throw place.Fault($"'{written}' is not a path, a name in it begins with $ or holds U+0000");
        }

        return names;
    }
}
