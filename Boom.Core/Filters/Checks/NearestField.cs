using Boom.Core.Text;

namespace Boom.Core.Filters.Checks;

/// <summary>The field that somebody probably meant.</summary>
static class NearestField
{
    const int MostLetters = 4;

    /// <summary>The nearest path; null when none is near.</summary>
    /// <param name="path">The path as written.</param>
    /// <param name="names">Paths that there are; the beginning of one is one too.</param>
    public static string? Of(string path, IEnumerable<string> names)
    {
        var written = path.Split('.');
        var candidates = new HashSet<string>(names.SelectMany(Beginnings), StringComparer.Ordinal);
        // What it lies in is there, and says nothing.
        candidates.RemoveWhere(name => path == name || path.StartsWith($"{name}.", StringComparison.Ordinal));
        var nearest = candidates
            .Select(name => (Name: name, Distance: Distance(path, name)))
            .Where(each => each.Distance <= Allowed(written, each.Name.Split('.')))
            .OrderBy(each => each.Distance).ThenBy(each => each.Name.Length).ThenBy(each => each.Name, StringComparer.Ordinal)
            .Select(each => each.Name)
            .FirstOrDefault();
        var behind = candidates
            .Where(name => string.Equals(name[(name.LastIndexOf('.') + 1)..], written[^1], StringComparison.OrdinalIgnoreCase))
            .OrderBy(name => name.Count(letter => letter == '.')).ThenBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)
            .FirstOrDefault();
        // A name alone is most often that of a field of the candidate.
        return written.Length == 1 ? behind ?? nearest : nearest ?? behind;
    }

    // Beside each other a name that is cut short is near.
    static int Distance(string path, string name)
    {
        var dot = path.LastIndexOf('.');
        return dot == name.LastIndexOf('.') && path.AsSpan(0, dot + 1).SequenceEqual(name.AsSpan(0, dot + 1))
            ? NearestWord.DistanceOrCut(path[(dot + 1)..], name[(dot + 1)..])
            : NearestWord.Distance(path, name);
    }

    // A quarter of the letters may be wrong of what is behind the names that both begin with.
    static int Allowed(string[] written, string[] name)
    {
        var common = 0;
        while (common < Math.Min(written.Length, name.Length) - 1 && written[common] == name[common])
            common++;
        return Math.Min(MostLetters, 1 + (string.Join('.', written[common..]).Length / 4));
    }

    static IEnumerable<string> Beginnings(string path)
    {
        yield return path;
        for (var dot = path.LastIndexOf('.'); dot > 0; dot = path.LastIndexOf('.', dot - 1))
            yield return path[..dot];
    }
}
