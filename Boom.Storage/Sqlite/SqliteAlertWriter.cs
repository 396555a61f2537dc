using Boom.Storage.Objects;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Sky;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Cutouts;
using Boom.Storage.Documents;
using Boom.Storage.Ledger;

namespace Boom.Storage.Sqlite;

/// <summary>
/// Writes the alerts of a batch within one transaction. Objects come first because only they can refuse an alert, which then
/// leaves nothing behind; inside a transaction no reader sees the order.
/// </summary>
/// <param name="segments">Take the cutouts.</param>
/// <param name="hasObjects">Whether a survey has objects, as the transaction sees it.</param>
/// <param name="maxHeadBytes">Bytes of points in the head of an object.</param>
sealed class SqliteAlertWriter(CutoutSegments segments, Func<SqliteDatabase, Survey, bool> hasObjects, long maxHeadBytes) : IDisposable
{
    readonly SqliteAliases _aliases = new(hasObjects);
    readonly BsonWriter _bson = new();
    readonly PacketArena _pages = new();
    MergedObject? _merged;
    readonly BatchPackets _packets = new();
    CutoutLocation _last;
    int _alerts, _objects, _cutouts;
    bool _hasBodies;
    byte[]? _designation;

    // A quarter stays when points leave: the row is rewritten with each alert, so a small one is the better one.
    MergedObject Object => _merged ??= new(new ObjectLimits(maxHeadBytes, maxHeadBytes / 4, TracksSize: false, NowMs: null), _bson);

    /// <summary>Bytes of cutouts written since this was set to 0.</summary>
    public long UnflushedBytes { get; set; }

    public List<WriteFailure> Write(SqliteDatabase database, AlertBatch batch)
    {
        var failures = new List<WriteFailure>();
        var sql = SurveySql.Of(batch.Survey);
        var alerts = batch.Alerts;
        var order = OrderByObject(alerts);
        _last = CutoutTable.Last(database, sql);
        _alerts = _objects = _cutouts = 0;
        _packets.Clear();
        _hasBodies = false;
        _aliases.Begin(database, batch.AliasRules);
        _designation = SurveyCatalog.Default.DesignationField(batch.Survey) is { } field ? System.Text.Encoding.UTF8.GetBytes(field) : null;
        var keepsAllBodies = _designation is not null && BodyAlertTable.Begin(database, batch.Survey);
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && alerts[order[end]].Object.ObjectId == alerts[order[start]].Object.ObjectId)
                end++;
            try
            {
                WriteObject(database, sql, alerts, order.AsSpan(start, end - start), failures);
            }
            finally
            {
                Release();
            }

            start = end;
        }

        _aliases.Write(database, batch.Survey, _bson);
        if (keepsAllBodies && _alerts > 0)
            BodyAlertTable.End(database, batch.Survey);
        CountsTable.Add(database, batch.Survey, _alerts, enriched: 0, _objects, _cutouts);
        return failures;
    }

    /// <summary>What the ledger is to be told of the last batch.</summary>
    public List<LedgerEntry> Account(AlertBatch batch, List<WriteFailure> failures) => _packets.Account(batch.Ledger, failures);

    public void Dispose()
    {
        _merged?.Dispose();
        _bson.Dispose();
        _pages.Dispose();
    }

    /// <summary>Alerts of one object together, in order of arrival: its document is read and written once.</summary>
    static int[] OrderByObject(IReadOnlyList<AlertWrite> alerts)
    {
        var order = new int[alerts.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (left, right) =>
        {
            var result = string.CompareOrdinal(alerts[left].Object.ObjectId, alerts[right].Object.ObjectId);
            return result == 0 ? left.CompareTo(right) : result;
        });
        return order;
    }

    void WriteObject(SqliteDatabase database, SurveySql sql, IReadOnlyList<AlertWrite> alerts, ReadOnlySpan<int> indices, List<WriteFailure> failures)
    {
        var objectId = alerts[indices[0]].Object.ObjectId;
        var read = database.Prepare(sql.ReadObject).Bind(1, objectId);
        var isStored = read.Step();
        var rowId = isStored ? read.Int64(1) : 0;
        var position = isStored ? new SkyPosition(read.Double(2), read.Double(3)) : alerts[indices[0]].Object.Position;
        Object.Begin(objectId, isStored ? read.Blob(0) : default);
        read.Reset();

        ObjectUpdate? first = null;
        foreach (var index in indices)
        {
            var alert = alerts[index];
            if (IsStored(database, sql, alert.Candid, out var storedFrom))
            {
                _packets.AddStored(alert.Origin, storedFrom);
                continue;
            }

            if (Refuse(database, sql, alert) is { } reason)
            {
                failures.Add(new(alert.Candid, alert.Origin, reason));
                continue;
            }

            first ??= alert.Object;
            _packets.AddBrought(alert.Origin);
            InsertAlert(database, sql, alert);
        }

        if (first is null)
            return;
        var document = Object.Write(_bson).Span;
        PageTable.Change(database, sql.Survey, Object);
        if (isStored)
        {
            database.Prepare(sql.UpdateObject).Bind(1, rowId).Bind(2, document).Run();
        }
        else
        {
            InsertObject(database, sql, first, document);
            position = first.Position;
            _objects++;
        }

        if (!ObjectMatcher.IsMatched(objectId))
            PutBody(database, sql.Survey, objectId, document);
        _aliases.Look(database, objectId, position, document);
    }

    void PutBody(SqliteDatabase database, Survey survey, string objectId, ReadOnlySpan<byte> document)
    {
        if (!_hasBodies)
            BodyTable.Create(database, survey);
        _hasBodies = true;
        BodyTable.Put(database, survey, objectId, document);
    }

    // An object may have megabytes: one at a time is in memory, and nothing of it stays, nor of the packets of its alerts.
    void Release()
    {
        _merged?.Release();
        _pages.Clear();
        _bson.Reset();
    }

    string? Refuse(SqliteDatabase database, SurveySql sql, AlertWrite alert)
    {
        var reason = AlertChecks.Refuse(Object, alert);
        if (Object.Need != MergeNeed.Pages)
            return reason;
        foreach (var id in Object.MissingPages.ToArray())
            Object.Provide(id, PageTable.Read(database, sql.Survey, id, _pages));
        return AlertChecks.Refuse(Object, alert);
    }

    static bool IsStored(SqliteDatabase database, SurveySql sql, long candid, out PacketOrigin? storedFrom)
    {
        var find = database.Prepare(sql.FindAlert).Bind(1, candid);
        var found = find.Step();
        storedFrom = found ? IngestOrigin.Of(find.Blob(1)) : null;
        find.Reset();
        return found;
    }

    void InsertAlert(SqliteDatabase database, SurveySql sql, AlertWrite alert)
    {
        if (!alert.CutoutsDocument.IsEmpty)
        {
            _last = segments.Append(sql.Survey, _last, alert.CutoutsDocument.Span);
            UnflushedBytes += _last.Length;
            _cutouts += CutoutTable.Insert(database, sql, alert.Candid, _last);
        }

        database.Prepare(sql.InsertAlert)
            .Bind(1, alert.Candid).Bind(2, alert.Object.ObjectId).Bind(3, alert.Jd).Bind(4, alert.Magpsf ?? double.NaN)
            .Bind(5, alert.Position.RaDegrees).Bind(6, alert.Position.DecDegrees).Bind(7, Healpix.Cell29(alert.Position))
            .Bind(8, alert.AlertDocument.Span).Run();
        if (_designation is not null)
            BodyAlertTable.Put(database, sql.Survey, alert.Candid, alert.Jd, BodyAlertFields.Designation(alert.AlertDocument.Span, _designation));
        _alerts++;
    }

    static void InsertObject(SqliteDatabase database, SurveySql sql, ObjectUpdate update, ReadOnlySpan<byte> document)
    {
        var fields = new BsonReader(update.InsertFields.Span);
        database.Prepare(sql.InsertObject)
            .Bind(1, update.ObjectId).Bind(2, Healpix.Cell29(update.Position))
            .Bind(3, update.Position.RaDegrees).Bind(4, update.Position.DecDegrees)
            .Bind(5, fields.Find("created_at"u8) ? fields.AsDouble() : double.NaN).Bind(6, document).Run();
    }
}
