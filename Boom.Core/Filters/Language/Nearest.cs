namespace Boom.Core.Filters;

/// <summary>The word of a list that a misspelt or unknown word is closest to.</summary>
static class Nearest
{
    public static string Of(string word, IReadOnlyList<string> words) => words.MinBy(other => Distance(word, other))!;

    /// <summary>How many letters must be changed, added or taken away; a common beginning counts in favour.</summary>
    static int Distance(string left, string right)
    {
        left = left[..Math.Min(left.Length, 40)].ToUpperInvariant();
        right = right.ToUpperInvariant();
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        var common = 0;
        while (common < Math.Min(left.Length, right.Length) && left[common] == right[common])
            common++;
        return (2 * row[right.Length]) - common;
    }
}
