namespace Boom.Core.Filters.Hints;

/// <summary>What is said of names of MongoDB that filters lack.</summary>
sealed class HintTable
{
    readonly Dictionary<string, string> _hints = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="rows">Names with blanks between them, and what is said of each.</param>
    public HintTable(params ReadOnlySpan<(string Names, string Hint)> rows)
    {
        foreach (var (names, hint) in rows)
        {
            foreach (var name in names.Split(' '))
                _hints.Add($"${name}", hint);
        }
    }

    /// <summary>A clause without a full stop; null for any other name.</summary>
    public string? Find(string name) => _hints.GetValueOrDefault(name);
}
