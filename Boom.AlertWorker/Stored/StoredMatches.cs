namespace Boom.AlertWorker.Stored;

/// <summary>What matching stored objects has come to.</summary>
public sealed class StoredMatches
{
    /// <summary>Objects looked at.</summary>
    public long Read { get; set; }

    /// <summary>Objects that lack nothing.</summary>
    public long UpToDate { get; set; }

    /// <summary>Objects whose matches were written.</summary>
    public long Changed { get; set; }

    /// <summary>Objects that somebody else has matched meanwhile.</summary>
    public long ChangedByOthers { get; set; }

    /// <summary>Objects of the solar system, which are not matched.</summary>
    public long NotMatched { get; set; }

    /// <summary>Objects whose document has no position.</summary>
    public long WithoutPosition { get; set; }

    /// <summary>Places of watch lists looked up in the store.</summary>
    public long Places { get; set; }

    /// <summary>Objects found at places of watch lists.</summary>
    public long Hits { get; set; }

    /// <summary>Of these, hits that were not recorded before.</summary>
    public long HitsRecorded { get; set; }

    /// <summary>By catalogue, objects matched with it, and those of them that have a row there.</summary>
    public SortedDictionary<string, CatalogMatches> Catalogs { get; } = new(StringComparer.Ordinal);

    /// <summary>Counts an object that is matched with a catalogue.</summary>
    public void Count(string catalog, int rows)
    {
        var counted = Catalogs.GetValueOrDefault(catalog);
        Catalogs[catalog] = new CatalogMatches(counted.Objects + 1, counted.WithRows + (rows > 0 ? 1 : 0), counted.Rows + rows);
    }

    /// <summary>Adds a part.</summary>
    public void Add(StoredMatches part)
    {
        Read += part.Read;
        UpToDate += part.UpToDate;
        Changed += part.Changed;
        ChangedByOthers += part.ChangedByOthers;
        NotMatched += part.NotMatched;
        WithoutPosition += part.WithoutPosition;
        Places += part.Places;
        Hits += part.Hits;
        HitsRecorded += part.HitsRecorded;
        foreach (var (catalog, counted) in part.Catalogs)
        {
            var sum = Catalogs.GetValueOrDefault(catalog);
            Catalogs[catalog] = new CatalogMatches(sum.Objects + counted.Objects, sum.WithRows + counted.WithRows, sum.Rows + counted.Rows);
        }
    }
}

/// <summary>What one catalogue has brought.</summary>
/// <param name="Objects">Objects matched.</param>
/// <param name="WithRows">Of these, those that have a row there.</param>
/// <param name="Rows">Rows that match.</param>
public readonly record struct CatalogMatches(long Objects, long WithRows, long Rows);
