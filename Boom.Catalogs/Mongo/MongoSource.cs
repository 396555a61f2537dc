using Boom.Catalogs.Positions;
using Boom.Core.Bson;
using Boom.Core.Catalogs;
using Boom.Core.Text;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Catalogs.Mongo;

/// <summary>A collection of a MongoDB in the reference's form.</summary>
sealed class MongoSource : ICatalogSource
{
    const int SampleDocuments = 10_000;
    const int BatchDocuments = 5_000;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    readonly MongoClient _client;
    readonly IMongoCollection<RawBsonDocument> _collection;
    readonly MongoFields _fields = new();
    ColumnPlan? _plan;
    IAsyncCursor<RawBsonDocument>? _cursor;
    IEnumerator<RawBsonDocument>? _batch;
    byte[] _document = new byte[4096];
    long _row;
    int _geoRa = -1;

    MongoSource(MongoClient client, string database, string collection, string host)
    {
        _client = client;
        _collection = client.GetDatabase(database).GetCollection<RawBsonDocument>(collection);
        Description = VisibleText.Of($"collection {database}.{collection} of {host}");
        Guard(() =>
        {
            Open();
            for (var i = 0; i < SampleDocuments && Next() is { IsEmpty: false } document; i++)
                TrySee(document);
            Close();
            return true;
        });
        if (_fields.Names.Count == 0)
        {
            client.Dispose();
            throw new CatalogException($"{Description} is not there or has no documents.");
        }

        TakeTypes();
    }

    public string Description { get; }

    public IReadOnlyList<CatalogColumn> Columns { get; private set; } = [];

    public IReadOnlyList<SkippedColumn> Skipped => [.. _fields.Skipped];

    public IReadOnlyList<string> Warnings => [];

    public string? IdColumn => _fields.Names.Contains("_id") ? "_id" : null;

    public long? TotalBytes => null;

    public long ReadBytes { get; private set; }

    public long WorkingBytes => 0;

    public string Place => $"document {_row}";

    /// <summary>Whether a source is an address of MongoDB.</summary>
    public static bool Is(string source) =>
        source.StartsWith("mongodb://", StringComparison.OrdinalIgnoreCase) || source.StartsWith("mongodb+srv://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Opens <c>mongodb://host/database#collection</c>. No fault shows the address, which may hold a password.</summary>
    public static MongoSource Open(string source, CatalogOptions options)
    {
        var hash = source.IndexOf('#');
        if (hash < 0 || hash == source.Length - 1)
            throw new CatalogException("The address of a collection is mongodb://HOST/DATABASE#COLLECTION: this one names no collection.");
        MongoUrl url;
        try
        {
            url = new MongoUrl(source[..hash]);
        }
        catch (Exception fault) when (fault is MongoException or ArgumentException or FormatException)
        {
            // Without the fault itself, whose text has the address.
            throw new CatalogException("The address before # is no connection string of MongoDB: mongodb://HOST/DATABASE#COLLECTION.");
        }

        if (string.IsNullOrEmpty(url.DatabaseName))
            throw new CatalogException("The address of a collection is mongodb://HOST/DATABASE#COLLECTION: this one names no database.");
        var settings = MongoClientSettings.FromUrl(url);
        settings.ServerSelectionTimeout = Patience < settings.ServerSelectionTimeout ? Patience : settings.ServerSelectionTimeout;
        settings.ApplicationName ??= "boom";
        return new(new MongoClient(settings), url.DatabaseName, source[(hash + 1)..], string.Join(", ", url.Servers.Select(server => server.ToString())));
    }

    public void Begin(ColumnPlan plan)
    {
        Close();
        _plan = plan;
        _row = ReadBytes = 0;
        Guard(() =>
        {
            Open();
            return true;
        });
    }

    public CatalogRead Read(CatalogRow row) => Guard(() => ReadNext(row));

    public void Dispose()
    {
        Close();
        _client.Dispose();
    }

    CatalogRead ReadNext(CatalogRow row)
    {
        var document = Next();
        if (document.IsEmpty)
        {
            if (!_fields.IsLooking)
                return CatalogRead.End;
            TakeTypes();
            return CatalogRead.Retyped;
        }

        _row++;
        ReadBytes += document.Length;
        if (_fields.IsLooking)
        {
            TrySee(document);
            return CatalogRead.Looking;
        }

        try
        {
            if (!_fields.Read(document, row, _plan!))
            {
                TrySee(document);
                return CatalogRead.Looking;
            }

            if (_geoRa >= 0 && MongoFields.TryGeoJson(document, out var ra, out var dec))
            {
                row.SetFloat64(_geoRa, ra);
                row.SetFloat64(_geoRa + 1, dec);
            }

            return CatalogRead.Row;
        }
        catch (BsonFormatException fault)
        {
            return row.Refuse("it has a value that Boom does not read", CatalogFaults.Plain(fault));
        }
    }

    void TrySee(ReadOnlySpan<byte> document)
    {
        try
        {
            _fields.See(document);
        }
        catch (BsonFormatException)
        {
            // Refused when its turn comes.
        }
    }

    // The next document; empty at the end.
    ReadOnlySpan<byte> Next()
    {
        while (_batch?.MoveNext() != true)
        {
            if (!_cursor!.MoveNext())
                return [];
            _batch = _cursor.Current.GetEnumerator();
        }

        using var document = _batch.Current;
        var length = document.Slice.Length;
        if (_document.Length < length)
            _document = new byte[2 * length];
        document.Slice.GetBytes(0, _document, 0, length);
        return _document.AsSpan(0, length);
    }

    void Open() => _cursor = _collection.Find(new BsonDocumentFilterDefinition<RawBsonDocument>([]), new FindOptions { BatchSize = BatchDocuments }).ToCursor();

    void Close()
    {
        _batch = null;
        _cursor?.Dispose();
        _cursor = null;
    }

    // Without columns of a position those of radec_geojson stand in, behind all others.
    void TakeTypes()
    {
        _fields.Settle();
        var columns = _fields.Names.Select((name, i) => new CatalogColumn(name, _fields.TypeOf(i))).ToList();
        _geoRa = -1;
        var ranks = columns.Select(column => PositionNames.RaRank(column.Name)).Where(rank => rank >= 0).ToArray();
        if (_fields.HasGeoJson && !columns.Exists(column => ranks.Contains(PositionNames.DecRank(column.Name))))
        {
            _geoRa = columns.Count;
            columns.Add(new CatalogColumn("ra", SkyColumnType.Float64, "deg", "from coordinates.radec_geojson"));
            columns.Add(new CatalogColumn("dec", SkyColumnType.Float64, "deg", "from coordinates.radec_geojson"));
        }

        Columns = columns;
    }

    T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception fault) when (fault is MongoException or BsonException or TimeoutException or IOException or FormatException or ObjectDisposedException)
        {
            var message = fault is TimeoutException ? $"no server answered within {Patience.TotalSeconds:0} s." : CatalogFaults.Plain(fault);
            throw new CatalogException($"{Description} cannot be read{(_row > 0 ? $" after {Place}" : "")}: {message}", fault);
        }
    }
}
