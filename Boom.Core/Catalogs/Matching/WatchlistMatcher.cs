using System.Globalization;
using System.Text;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Core.Catalogs.Matching;

/// <summary>One watch list: a table whose name begins with <see cref="Prefix"/>, with owner and radius among its properties. For any number of threads.</summary>
public sealed class WatchlistMatcher
{
    /// <summary>How names of watch lists begin.</summary>
    public const string Prefix = "watchlist_";

    /// <summary>Property of a table with the radius in seconds of arc.</summary>
    public const string RadiusProperty = "radiusArcsec";

    /// <summary>Property of a table with whoever it belongs to.</summary>
    public const string OwnerProperty = "owner";

    /// <summary>Property of a table with the surveys it is for, lower case, separated by commas; without it, all are meant.</summary>
    public const string SurveysProperty = "surveys";

    /// <summary>Largest radius in seconds of arc.</summary>
    public const double MaxRadiusArcsec = 3600;

    readonly SkyTable _table;
    readonly int _id = -1;
    readonly string[]? _surveys;

    /// <param name="table">The table.</param>
    /// <exception cref="SkyTableException">It has no radius, or one out of range.</exception>
    public WatchlistMatcher(SkyTable table)
    {
        _table = table;
        var description = table.Header.Description;
        Name = description.Name;
        RadiusArcsec = description.Properties.TryGetValue(RadiusProperty, out var text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var radius) && radius is > 0 and <= MaxRadiusArcsec
                ? radius
                : throw new SkyTableException($"watch list {Name}: its table has no radius of 0 to {MaxRadiusArcsec} arcsec: add it again by 'boom watchlist add'.");
        if (description.IdColumn is { } id)
            _id = table.ColumnOf(id);
        if (description.Properties.TryGetValue(SurveysProperty, out var surveys))
            _surveys = surveys.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Name of the list.</summary>
    public string Name { get; }

    /// <summary>Version of the list.</summary>
    public string Version => _table.Header.Description.Version;

    /// <summary>Radius in seconds of arc; an object on the rim is inside.</summary>
    public double RadiusArcsec { get; }

    /// <summary>Number of places.</summary>
    public long RowCount => _table.Header.RowCount;

    /// <summary>Whether objects of a survey are looked for.</summary>
    public bool IsFor(Survey survey) => _surveys is null || _surveys.Contains(survey.ToLowerName());

    /// <summary>Adds a hit for each place of the list at which an object lies.</summary>
    public void Find(Survey survey, string objectId, SkyPosition position, long foundAtMs, MatchScratch scratch, List<WatchlistHit> hits)
    {
        _table.FindCone(position, RadiusArcsec, scratch.Hits);
        scratch.RowsTested += scratch.Hits.RowsTested;
        foreach (var hit in scratch.Hits.Items)
            hits.Add(new WatchlistHit(Name, Version, RowName(hit.Row), survey, objectId, hit.DistanceArcsec, foundAtMs));
    }

    /// <summary>Position of a row.</summary>
    public SkyPosition PositionOf(long row) => _table.PositionOf(row);

    /// <summary>What identifies a row in every version of the list: its id, or its position.</summary>
    public string RowName(long row)
    {
        if (_id >= 0 && !_table.IsNull(_id, row))
        {
            return _table.TypeOf(_id) switch
            {
                SkyColumnType.String => Encoding.UTF8.GetString(_table.GetString(_id, row)),
                SkyColumnType.Int32 => _table.GetInt32(_id, row).ToString(CultureInfo.InvariantCulture),
                SkyColumnType.Int64 => _table.GetInt64(_id, row).ToString(CultureInfo.InvariantCulture),
                _ => PlaceName(_table.PositionOf(row)),
            };
        }

        return PlaceName(_table.PositionOf(row));
    }

    static string PlaceName(SkyPosition position) => string.Create(CultureInfo.InvariantCulture, $"{position.RaDegrees:0.000000}{position.DecDegrees:+0.000000;-0.000000}");
}
