using Boom.Core.Surveys;
using Boom.Storage.Objects;
using MongoDB.Bson;

namespace Boom.Storage.Mongo;

/// <summary>Reads of objects what a merge needs: of the points when they are and whose; the whole head and pages only where points change.</summary>
sealed class MongoObjectReader(MongoServer server, MongoPages pages, Survey survey)
{
    /// <summary>Documents per reply: of an object some 5 kB are read, of one with a thousand points 50 kB, and whole it may have some MB.</summary>
    const int PartsPerReply = 200;
    const int ObjectsPerReply = 20;
    const int OldestPerReply = 100;

    /// <summary>Bytes of a head for each that a merge reads of it, at most: of a point of 2 kB 23.</summary>
    const int WholePerPart = 80;

    /// <summary>Bytes that the merge of an object will take which lacks something: the head as it is read and as it is written, and pages.</summary>
    public static long BytesToCome(PendingObject merge)
    {
        var head = merge.Need switch
        {
            MergeNeed.Whole => ObjectHead.SizeOf(merge.Stored.Span) ?? WholePerPart * (long)merge.Stored.Length,
            MergeNeed.Oldest => merge.Stored.Length + (4 * ObjectLimits.StepBytes),
            _ => merge.Stored.Length,
        };
        return (2 * head) + ((2L * ObjectLimits.MaxPageBytes) * merge.MissingPages.Count);
    }

    /// <summary>Reads objects, whole or what a merge reads of them.</summary>
    public async Task ReadAsync(List<PendingObject> merges, bool isWhole, CancellationToken cancellationToken)
    {
        if (merges.Count == 0)
            return;
        var byId = new Dictionary<string, PendingObject>(merges.Count);
        foreach (var merge in merges)
            byId.Add(merge.ObjectId, merge);
        var found = await server.FindAsync(
            server.Objects(survey), MongoFilters.Ids(byId.Keys), isWhole ? null : FieldsOf(merges), isWhole ? ObjectsPerReply : PartsPerReply, cancellationToken);
        foreach (var merge in merges)
            (merge.Stored, merge.Oldest, merge.IsWhole) = (default, default, isWhole);
        foreach (var document in found)
        {
            if (byId.TryGetValue(AlertFields.ReadId(document.Bytes.Span), out var merge))
                merge.Stored = document.Bytes;
        }
    }

    /// <summary>Reads what merges lack.</summary>
    public async Task ReadLackingAsync(List<PendingObject> merges, CancellationToken cancellationToken)
    {
        await ReadAsync(merges.FindAll(merge => merge.Need == MergeNeed.Whole), isWhole: true, cancellationToken);
        await ReadOldestAsync(merges.FindAll(merge => merge.Need == MergeNeed.Oldest), cancellationToken);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var merge in merges)
            ids.UnionWith(merge.MissingPages);
        var found = await pages.ReadAsync(survey, ids, cancellationToken);
        foreach (var merge in merges)
        {
            foreach (var id in merge.MissingPages)
                merge.Pages[id] = found.TryGetValue(id, out var page) ? page : throw MongoPages.Gone(server, id);
        }
    }

    /// <summary>Reads the oldest points of heads that are full. One that another worker has changed meanwhile is told by its version when it is written.</summary>
    async Task ReadOldestAsync(List<PendingObject> merges, CancellationToken cancellationToken)
    {
        if (merges.Count == 0)
            return;
        var count = merges.Max(merge => merge.OldestCount);
        var fields = new BsonDocument("version", 1);
        foreach (var array in merges.SelectMany(merge => merge.Alerts).SelectMany(alert => alert.Object.Arrays))
            fields[array.Name] = new BsonDocument("$slice", new BsonArray { 0, count });
        var byId = merges.ToDictionary(merge => merge.ObjectId, StringComparer.Ordinal);
        foreach (var document in await server.FindAsync(server.Objects(survey), MongoFilters.Ids(byId.Keys), fields, OldestPerReply, cancellationToken))
            byId[AlertFields.ReadId(document.Bytes.Span)].Oldest = document.Bytes;
        await ReadAsync(merges.FindAll(merge => merge.Oldest.IsEmpty), isWhole: true, cancellationToken);
    }

    static BsonDocument FieldsOf(List<PendingObject> merges)
    {
        var fields = new BsonDocument
        {
            { "version", 1 }, { "aliases", 1 }, { "coordinates.radec_geojson", 1 }, { "boom.alias_arcsec", 1 }, { "boom.pages", 1 }, { "boom.bytes", 1 },
        };
        foreach (var merge in merges)
        {
            foreach (var alert in merge.Alerts)
            {
                foreach (var array in alert.Object.Arrays)
                {
                    fields[array.Name + ".jd"] = 1;
                    if (array.Series.RicherBy is not { } richer)
                        continue;
                    fields[array.Name + ".candid"] = 1;
                    fields[$"{array.Name}.{richer}"] = 1;
                }
            }
        }

        return fields;
    }
}
