namespace Boom.Core.Text;

/// <summary>The word of a list that a misspelt one stands for, probably.</summary>
public static class NearestWord
{
    const int LeastCommon = 3;
    const int Longest = 200;

    /// <summary>A word that is near, whatever its case: of three letters one may be wrong, or it was cut short, or has something behind it. Null when none is.</summary>
    /// <param name="word">The word as written.</param>
    /// <param name="words">Words that there are.</param>
    public static string? In(string word, IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(word);
        var bare = word.TrimStart('$');
        return words.Select(name => (Name: name, Distance: DistanceOrCut(bare, name.TrimStart('$'))))
            .Where(each => each.Distance <= Math.Max(1, bare.Length / 3))
            .OrderBy(each => each.Distance).ThenBy(each => each.Name, StringComparer.Ordinal)
            .Select(each => each.Name).FirstOrDefault();
    }

    /// <summary>How many letters must be changed, added, taken away or swapped with their neighbour, whatever their case.</summary>
    public static int Distance(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        left = left[..Math.Min(left.Length, Longest)].ToUpperInvariant();
        right = right[..Math.Min(right.Length, Longest)].ToUpperInvariant();
        var (before, last, row) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var j = 0; j <= right.Length; j++)
            last[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[right.Length];
    }

    /// <summary>The same, but 1 at most where one is the beginning of the other and has three letters.</summary>
    public static int DistanceOrCut(string word, string name)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(name);
        var isBeginning = name.StartsWith(word, StringComparison.OrdinalIgnoreCase) || word.StartsWith(name, StringComparison.OrdinalIgnoreCase);
        return isBeginning && Math.Min(word.Length, name.Length) >= LeastCommon ? Math.Min(1, Math.Abs(word.Length - name.Length)) : Distance(word, name);
    }
}
