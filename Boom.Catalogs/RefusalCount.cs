namespace Boom.Catalogs;

/// <summary>Counts refused rows by reason and keeps the first ones.</summary>
sealed class RefusalCount
{
    // Reasons name columns at most; more than these are told together.
    const int MostReasons = 100;

    readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    readonly List<CatalogRefusal> _first = [];

    public long Count { get; private set; }

    /// <summary>Whether the next one is kept.</summary>
    public bool KeepsNext => _first.Count < CatalogAccount.MostRefusals;

    public IReadOnlyList<CatalogRefusal> First => _first;

    public IReadOnlyList<KeyValuePair<string, long>> ByReason =>
        [.. _reasons.OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal)];

    public void Add(ICatalogSource source, CatalogRow row)
    {
        Count++;
        if (KeepsNext)
            _first.Add(new CatalogRefusal(source.Place, row.Refusal, row.RefusalDetail));
        var reason = _reasons.Count < MostReasons || _reasons.ContainsKey(row.Refusal) ? row.Refusal : "other reasons";
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
    }
}
