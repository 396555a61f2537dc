using System.Text;
using Boom.Core.Bson;
using Boom.Core.Sky;

namespace Boom.Core.Catalogs.Matching;

/// <summary>One rule on one table: rows around a position, as a BSON array. One per table and rule, for any number of threads.</summary>
public sealed class TableMatcher
{
    /// <summary>An object keeps no more rows of one catalogue: its document has a limit, whatever cone and table are.</summary>
    public const int MostRows = 1000;

    // Tables and rules that differ in the name of a column and mean the same.
    static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal) { ["mag_white"] = "magwhite", ["magwhite"] = "mag_white" };

    readonly SkyTable _table;
    readonly (int Column, byte[] Name)[] _kept;
    readonly int _redshift = -1;
    readonly List<string> _missing = [];

    /// <param name="rule">The rule.</param>
    /// <param name="table">Its table.</param>
    /// <exception cref="SkyTableException">The rule goes by the redshift, and the table has no such column.</exception>
    public TableMatcher(CrossMatchRule rule, SkyTable table)
    {
        (Rule, _table) = (rule, table);
        Name = Encoding.UTF8.GetBytes(rule.Catalog);
        var kept = new List<(int, byte[])>();
        if (table.Header.Description.IdColumn is { } id && table.ColumnOf(id) is >= 0 and var place)
            kept.Add((place, "_id"u8.ToArray()));
        foreach (var name in rule.Projection.Where(name => name is not ("_id" or "ra" or "dec")))
        {
            if (ColumnOf(name) is >= 0 and var column)
                kept.Add((column, Encoding.UTF8.GetBytes(name)));
            else
                _missing.Add(name);
        }

        _kept = [.. kept];
        if (rule.Distance is not { } distance)
            return;
        _redshift = ColumnOf(distance.Key);
        if (_redshift < 0 || table.TypeOf(_redshift) is SkyColumnType.Bool or SkyColumnType.String)
        {
            throw new SkyTableException(
                $"catalogue {rule.Catalog}: its table has no column of numbers '{distance.Key}', by which the rule tells distances: bring it in again with that column, or change distance_key.");
        }
    }

    /// <summary>The rule.</summary>
    public CrossMatchRule Rule { get; }

    /// <summary>Name of the catalogue.</summary>
    public byte[] Name { get; }

    /// <summary>Version of the table.</summary>
    public string Version => _table.Header.Description.Version;

    /// <summary>Columns of the projection that the table lacks.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>Rows of the table.</summary>
    public long RowCount => _table.Header.RowCount;

    /// <summary>Writes the array of the rows that match, nearest first; answers how many there are.</summary>
    /// <param name="writer">Where to; the array has the name of the catalogue.</param>
    /// <param name="position">Centre of the cone.</param>
    /// <param name="scratch">Of this thread.</param>
    public int Write(BsonWriter writer, SkyPosition position, MatchScratch scratch)
    {
        _table.FindCone(position, Rule.RadiusArcsec, scratch.Hits);
        scratch.RowsTested += scratch.Hits.RowsTested;
        var array = writer.BeginArray(Name);
        var count = Rule.Distance is { } distance ? WriteByDistance(writer, distance, scratch) : WriteNearest(writer, scratch);
        writer.End(array);
        return count;
    }

    int WriteNearest(BsonWriter writer, MatchScratch scratch)
    {
        var hits = scratch.Hits.Items;
        var count = Math.Min(hits.Length, Math.Min(Rule.MaxResults ?? MostRows, MostRows));
        for (var i = 0; i < count; i++)
            WriteRow(writer, i, hits[i], null);
        return count;
    }

    int WriteByDistance(BsonWriter writer, DistanceRule rule, MatchScratch scratch)
    {
        var matches = scratch.Matches;
        matches.Clear();
        foreach (var hit in scratch.Hits.Items)
        {
            if (_table.TryGetNumber(_redshift, hit.Row, out var redshift) && hit.DistanceArcsec < rule.RadiusArcsec(redshift))
                matches.Add((DistanceRule.DistanceKpc(hit.DistanceArcsec, redshift), hit));
        }

        // Those of unknown distance first, as -1 is the least; rows of one distance stay in their order.
        matches.Sort(static (left, right) => left.Kpc != right.Kpc ? left.Kpc.CompareTo(right.Kpc)
            : left.Hit.DistanceArcsec != right.Hit.DistanceArcsec ? left.Hit.DistanceArcsec.CompareTo(right.Hit.DistanceArcsec)
            : left.Hit.Row.CompareTo(right.Hit.Row));
        var count = Math.Min(matches.Count, MostRows);
        for (var i = 0; i < count; i++)
            WriteRow(writer, i, matches[i].Hit, matches[i].Kpc);
        return count;
    }

    void WriteRow(BsonWriter writer, int index, in SkyHit hit, double? kpc)
    {
        var row = writer.BeginDocument(BsonIndexNames.Of(index));
        foreach (var (column, name) in _kept)
            SkyValueBson.Write(writer, name, _table, column, hit.Row);
        var position = _table.PositionOf(hit.Row);
        writer.Double("ra"u8, position.RaDegrees);
        writer.Double("dec"u8, position.DecDegrees);
        writer.Double("distance_arcsec"u8, hit.DistanceArcsec);
        writer.Double("distance_kpc"u8, kpc);
        writer.End(row);
    }

    int ColumnOf(string name) => _table.ColumnOf(name) is >= 0 and var column ? column : OtherNames.TryGetValue(name, out var other) ? _table.ColumnOf(other) : -1;
}

/// <summary>What one thread matches with, again and again.</summary>
public sealed class MatchScratch
{
    internal SkyHits Hits { get; } = new();

    internal List<(double Kpc, SkyHit Hit)> Matches { get; } = [];

    /// <summary>Rows that look-ups have compared with their cones.</summary>
    public long RowsTested { get; set; }
}
