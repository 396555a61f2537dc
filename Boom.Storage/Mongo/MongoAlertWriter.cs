using System.Runtime.InteropServices;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Cutouts;
using Boom.Storage.Documents;
using Boom.Storage.Ledger;
using Boom.Storage.Objects;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// The alerts of one batch on their way into the store: cutouts and objects, the partners of these, then the alert documents, each in bulk. An alert document
/// says that all before it is there, so a batch cut short is mended by writing it again. Objects may have megabytes: the batch is gone through in slices of
/// so many bytes, each of which is written to the end. One instance per batch.
/// </summary>
sealed partial class MongoAlertWriter(
    MongoServer server, ICutoutStore cutouts, ConflictRetry conflicts, MongoPages pages, ObjectLimits limits, MongoAliases aliases, Survey survey,
    BatchPackets packets, long sliceBytes) : IDisposable
{
    readonly MongoObjectReader _objects = new(server, pages, survey);
    readonly BsonWriter _bson = new();
    MergedObject? _merged;
    readonly HashSet<long> _taken = [];
    readonly List<WriteFailure> _failures = [];

    MergedObject Object => _merged ??= new(limits, _bson);

    /// <summary>Writes the alerts that are not stored yet; answers those that can never be.</summary>
    /// <param name="isLookedUp">None of them was stored a moment ago: only those whose own point their object has got since are looked up again.</param>
    public async Task<List<WriteFailure>> WriteAsync(IReadOnlyList<AlertWrite> alerts, bool isLookedUp, CancellationToken cancellationToken)
    {
        var merges = GroupByObject(alerts);
        var stored = FindStoredAsync(isLookedUp ? [] : alerts, cancellationToken);
        await Task.WhenAll(stored, _objects.ReadAsync(merges, isWhole: false, cancellationToken));
        var origins = isLookedUp ? await FindStoredAsync(WithPointInObject(merges), cancellationToken) : await stored;
        foreach (var merge in merges)
            merge.Alerts.RemoveAll(alert => IsStored(alert, origins));
        for (var next = 0; next < merges.Count;)
        {
            var (slice, lacking) = TakeSlice(merges, ref next);
            await MergeLackingAsync(lacking, isFirst: true, cancellationToken);
            await WriteSliceAsync(slice, cancellationToken);
            Release(slice);
        }

        return _failures;
    }

    /// <summary>The next objects of a batch, as many as the memory of a slice holds and one at least, merged; those whose merge lacks something apart as well.</summary>
    (List<PendingObject> Slice, List<PendingObject> Lacking) TakeSlice(List<PendingObject> merges, ref int next)
    {
        var (slice, lacking, read) = (new List<PendingObject>(), new List<PendingObject>(), 0L);
        do
        {
            var merge = merges[next++];
            slice.Add(merge);
            if (TryMerge(merge, isFirst: true))
            {
                read += merge.Stored.Length;
                continue;
            }

            lacking.Add(merge);
            read += MongoObjectReader.BytesToCome(merge);
        }
        while (next < merges.Count && read + _bson.UsedBytes < sliceBytes);
        return (slice, lacking);
    }

    async Task WriteSliceAsync(List<PendingObject> merges, CancellationToken cancellationToken)
    {
        merges.RemoveAll(merge => merge.Alerts.Count == 0);
        if (merges.Count == 0)
            return;
        var putting = cutouts.PutAsync(survey, Accepted(merges), cancellationToken);
        await Task.WhenAll(putting, WriteAndLinkAsync(merges, cancellationToken));
        var accepted = Accepted(merges);
        var withoutCutouts = await putting;
        accepted.RemoveAll(alert => withoutCutouts.TryGetValue(alert.Candid, out var reason) && Fail(alert, reason));
        await InsertAlertsAsync(accepted, cancellationToken);
    }

    void Release(List<PendingObject> slice)
    {
        foreach (var merge in slice)
            merge.Release();
        _merged?.Release();
        _bson.Reset();
    }

    bool Fail(AlertWrite alert, string reason)
    {
        _failures.Add(new(alert.Candid, alert.Origin, reason));
        return true;
    }

    bool IsStored(AlertWrite alert, Dictionary<long, PacketOrigin?> origins)
    {
        if (!origins.TryGetValue(alert.Candid, out var storedFrom))
            return false;
        packets.AddStored(alert.Origin, storedFrom);
        return true;
    }

    public void Dispose()
    {
        _merged?.Dispose();
        _bson.Dispose();
    }

    static List<PendingObject> GroupByObject(IReadOnlyList<AlertWrite> alerts)
    {
        var byId = new Dictionary<string, PendingObject>(alerts.Count);
        var merges = new List<PendingObject>(alerts.Count);
        foreach (var alert in alerts)
        {
            ref var merge = ref CollectionsMarshal.GetValueRefOrAddDefault(byId, alert.Object.ObjectId, out _);
            if (merge is null)
                merges.Add(merge = new(alert.Object.ObjectId));
            merge.Alerts.Add(alert);
        }

        return merges;
    }

    static List<AlertWrite> Accepted(List<PendingObject> merges)
    {
        var accepted = new List<AlertWrite>(merges.Count);
        foreach (var merge in merges)
            accepted.AddRange(merge.Alerts);
        return accepted;
    }

    // Objects are written before their alerts: what another worker has stored since the look-up has its point in the object.
    static List<AlertWrite> WithPointInObject(List<PendingObject> merges)
    {
        var found = new List<AlertWrite>();
        foreach (var merge in merges)
        {
            foreach (var alert in merge.Alerts)
            {
                if (!merge.Stored.IsEmpty && AlertChecks.MayHoldPointOf(merge.Stored.Span, alert))
                    found.Add(alert);
            }
        }

        return found;
    }

    /// <summary>Of the alerts, those that are stored, with the packet that brought each.</summary>
    async Task<Dictionary<long, PacketOrigin?>> FindStoredAsync(IReadOnlyList<AlertWrite> alerts, CancellationToken cancellationToken)
    {
        if (alerts.Count == 0)
            return [];
        var candids = new long[alerts.Count];
        for (var i = 0; i < candids.Length; i++)
            candids[i] = alerts[i].Candid;

        // The ledger counts them, so they must be there for good.
        var found = await server.FindDurableAsync(server.Alerts(survey), MongoFilters.Ids(candids), AlertFields.Origin, candids.Length + 1, cancellationToken);
        var stored = new Dictionary<long, PacketOrigin?>(found.Count);
        foreach (var document in found)
            stored[AlertFields.ReadCandid(document.Bytes.Span)] = IngestOrigin.Of(document.Bytes.Span);
        return stored;
    }

    /// <summary>Merges the alerts into what is stored, reading more of it where a merge needs that.</summary>
    Task MergeAsync(List<PendingObject> merges, bool isFirst, CancellationToken cancellationToken)
        => MergeLackingAsync(merges.FindAll(merge => !TryMerge(merge, isFirst)), isFirst, cancellationToken);

    async Task MergeLackingAsync(List<PendingObject> lacking, bool isFirst, CancellationToken cancellationToken)
    {
        while (lacking.Count > 0)
        {
            await _objects.ReadLackingAsync(lacking, cancellationToken);

            // What is read later may be what another worker has written since, with the same alerts.
            var origins = await FindStoredAsync(Accepted(lacking), cancellationToken);
            foreach (var merge in lacking)
                merge.Alerts.RemoveAll(alert => IsStored(alert, origins));
            lacking = lacking.FindAll(merge => !TryMerge(merge, isFirst));
        }
    }

    /// <summary>Merges the alerts into what is stored, and takes out those that cannot be. False, and nothing has happened, when more of it must be read.</summary>
    /// <param name="merge">The object.</param>
    /// <param name="isFirst">Alerts that come twice in a batch are told here; when an object is merged again, that is done.</param>
    bool TryMerge(PendingObject merge, bool isFirst)
    {
        Object.Begin(merge.ObjectId, merge.Stored.Span, merge.IsWhole);
        foreach (var (id, page) in merge.Pages)
            Object.Provide(id, page);
        if (!merge.Oldest.IsEmpty)
            Object.ProvideOldest(merge.Oldest);
        var (kept, refused, taken) = (new List<AlertWrite>(merge.Alerts.Count), new List<WriteFailure>(), new HashSet<long>());
        foreach (var alert in merge.Alerts)
        {
            if (isFirst && (_taken.Contains(alert.Candid) || taken.Contains(alert.Candid)))
                continue;
            var reason = AlertChecks.Refuse(Object, alert);
            (merge.Need, merge.OldestCount, merge.MissingPages) = (Object.Need, Object.OldestCount, [.. Object.MissingPages]);
            if (merge.Need != MergeNeed.None)
                return false;
            if (reason is not null)
            {
                refused.Add(new(alert.Candid, alert.Origin, reason));
                continue;
            }

            taken.Add(alert.Candid);
            kept.Add(alert);
        }

        _failures.AddRange(refused);
        _taken.UnionWith(taken);
        merge.Alerts.Clear();
        merge.Alerts.AddRange(kept);
        merge.Merged = kept.Count == 0 ? default : Object.Write(_bson);
        merge.LeftPoints = kept.Count == 0 ? [] : Object.LeftPoints;
        merge.NewPages = kept.Count == 0 ? [] : [.. Object.NewPages.Select(page => page.Page.Document)];
        return true;
    }

    /// <summary>
    /// Inserts the alerts. One that is refused is stored only if it is there: another worker's copy of the same alert. What keeps it out else is an index
    /// or a rule of somebody else.
    /// </summary>
    async Task InsertAlertsAsync(List<AlertWrite> alerts, CancellationToken cancellationToken)
    {
        var refusals = await server.WriteAsync(
            server.Alerts(survey),
            alerts.ConvertAll(WriteModel<EncodedDocument> (alert) => new InsertOneModel<EncodedDocument>(new(alert.AlertDocument))),
            cancellationToken);
        var late = refusals.ConvertAll(refusal => alerts[refusal.Index]);
        var origins = late.Count > 0 ? await FindStoredAsync(late, cancellationToken) : [];
        if (late.Exists(alert => !origins.ContainsKey(alert.Candid)))
            await ThrowIfOnTheirWayAsync(refusals, late, origins, cancellationToken);
        var next = 0;
        for (var i = 0; i < alerts.Count; i++)
        {
            if (next == refusals.Count || refusals[next].Index != i)
                packets.AddBrought(alerts[i].Origin);
            else if (!IsStored(alerts[i], origins))
                Fail(alerts[i], refusals[next].Reason);
            if (next < refusals.Count && refusals[next].Index == i)
                next++;
        }
    }

    /// <summary>An alert that the majority of the servers does not have yet is neither stored nor refused.</summary>
    async Task ThrowIfOnTheirWayAsync(List<WriteRefusal> refusals, List<AlertWrite> late, Dictionary<long, PacketOrigin?> origins, CancellationToken cancellationToken)
    {
        var there = await server.FindAsync(
            server.Alerts(survey), MongoFilters.Ids(late.ConvertAll(alert => alert.Candid)), AlertFields.Origin, late.Count + 1, cancellationToken);
        var candids = there.ConvertAll(document => AlertFields.ReadCandid(document.Bytes.Span)).ToHashSet();
        for (var i = 0; i < late.Count; i++)
        {
            if (origins.ContainsKey(late[i].Candid) || (!refusals[i].NamesId && !candids.Contains(late[i].Candid)))
                continue;
            throw new TransientFaultException(
                $"Alert {late[i].Candid} is in the store {server.Name} and not yet with the majority of its servers: the work goes on by itself when it is.");
        }
    }
}
