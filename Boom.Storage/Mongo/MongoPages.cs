using System.Globalization;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Objects;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// Pages of objects. They are written before the heads that refer to them, and never changed; one that no head refers to, because its writer came too late or died,
/// does no harm.
/// </summary>
sealed class MongoPages(MongoServer server, StoreFormat format)
{
    const int PagesPerReply = 40;
    const string CreatedAt = "created_at";

    static readonly BsonDocument IdOnly = new("_id", 1);
    static readonly BsonDocument PagesOnly = new("boom.pages", 1);

    /// <summary>Writes pages; those that are there stay.</summary>
    public async Task WriteAsync(Survey survey, IReadOnlyList<ReadOnlyMemory<byte>> pages, CancellationToken cancellationToken)
    {
        if (pages.Count == 0)
            return;

        // A program that knows of no pages takes a head for the whole object.
        await format.RaiseAsync(cancellationToken);
        var open = pages.ToList();
        while (open.Count > 0)
        {
            var inserts = open.ConvertAll(WriteModel<EncodedDocument> (page) => new InsertOneModel<EncodedDocument>(new(page)));
            var there = new List<ReadOnlyMemory<byte>>();
            foreach (var refusal in await server.WriteAsync(server.Pages(survey), inserts, cancellationToken))
            {
                if (!refusal.IsDuplicate)
                    throw new PermanentFaultException($"The store {server.Name} refuses a page of an object: {refusal.Reason}");
                there.Add(open[refusal.Index]);
            }

            open = await RenewAsync(survey, there, cancellationToken);
        }
    }

    /// <summary>Keeps pages that are there from being taken for orphans before a head refers to them; answers those that have just been removed.</summary>
    async Task<List<ReadOnlyMemory<byte>>> RenewAsync(Survey survey, List<ReadOnlyMemory<byte>> pages, CancellationToken cancellationToken)
    {
        var now = new BsonDateTime(server.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var removed = new List<ReadOnlyMemory<byte>>();
        foreach (var page in pages)
        {
            var renewal = new UpdateOneModel<EncodedDocument>(
                MongoFilters.Id(AlertFields.ReadId(page.Span)), new BsonDocument("$set", new BsonDocument(CreatedAt, now)));
            if (!await server.UpdateAllAsync(server.Pages(survey), [renewal], cancellationToken))
                removed.Add(page);
        }

        return removed;
    }

    /// <summary>Removes those of a run of pages that were written before a time and that no head refers to.</summary>
    /// <param name="survey">Whose.</param>
    /// <param name="before">The time.</param>
    /// <param name="after">Key of the last page of the run before; empty for the first run.</param>
    /// <param name="limit">Pages of a run.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RemovedBatch> RemoveOrphansAsync(Survey survey, DateTimeOffset before, string after, int limit, CancellationToken cancellationToken)
    {
        // Keys alone, which the index has: the pages themselves are large.
        var options = MongoServer.Options(IdOnly, limit, IdOnly, limit);
        var run = (await server.FindAsync(server.Pages(survey), new BsonDocument("_id", new BsonDocument("$gt", after)), options, cancellationToken))
            .ConvertAll(page => AlertFields.ReadId(page.Bytes.Span));
        if (run.Count == 0)
            return default;
        var orphans = run.ToHashSet(StringComparer.Ordinal);
        var objects = run.Select(ObjectPage.ObjectOf).ToHashSet(StringComparer.Ordinal);
        foreach (var head in await server.FindAsync(server.Objects(survey), MongoFilters.Ids(objects), PagesOnly, PagesPerReply, cancellationToken))
            orphans.ExceptWith(ObjectHead.PageIdsOf(AlertFields.ReadId(head.Bytes.Span), head.Bytes.Span));

        // A writer that comes upon one in between has renewed it, or writes it again.
        var filter = new BsonDocument
        {
            { "_id", new BsonDocument("$in", new BsonArray(orphans)) },
            { CreatedAt, new BsonDocument("$lt", new BsonDateTime(before.ToUnixTimeMilliseconds())) },
        };
        var removed = orphans.Count == 0 ? 0 : await server.DeleteAsync(server.Pages(survey), filter, cancellationToken);
        return new(removed, run.Count < limit ? null : run[^1]);
    }

    /// <summary>Pages by key; those that are not there are left out.</summary>
    public async Task<Dictionary<string, ReadOnlyMemory<byte>>> ReadAsync(Survey survey, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var pages = new Dictionary<string, ReadOnlyMemory<byte>>(ids.Count, StringComparer.Ordinal);
        if (ids.Count == 0)
            return pages;
        foreach (var page in await server.FindAsync(server.Pages(survey), MongoFilters.Ids(ids), null, PagesPerReply, cancellationToken))
            pages[AlertFields.ReadId(page.Bytes.Span)] = page.Bytes;
        return pages;
    }

    /// <summary>Objects with what is on their pages.</summary>
    /// <param name="survey">Whose.</param>
    /// <param name="heads">By objectId; changed into whole objects.</param>
    /// <param name="readAgain">Reads heads again: one whose page has gone has another by now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PermanentFaultException">A page is gone.</exception>
    public async Task AssembleAsync(
        Survey survey, Dictionary<string, byte[]> heads, Func<IReadOnlyCollection<string>, Task<Dictionary<string, byte[]>>> readAgain, CancellationToken cancellationToken)
    {
        for (var isLast = false; ; isLast = true)
        {
            var missing = new Dictionary<string, string>(StringComparer.Ordinal);
            await AssembleOnceAsync(survey, heads, missing, cancellationToken);
            if (missing.Count == 0)
                return;
            if (isLast)
                throw Gone(server, missing.Values.First());
            foreach (var (objectId, head) in await readAgain(missing.Keys))
                heads[objectId] = head;
        }
    }

    /// <summary>What is said of a page that a head refers to and that is not there.</summary>
    public static PermanentFaultException Gone(MongoServer server, string id)
        => new(string.Create(CultureInfo.InvariantCulture, $"The store {server.Name} is damaged: the page {id} of an object is gone. Bring it back from a backup."));

    async Task AssembleOnceAsync(Survey survey, Dictionary<string, byte[]> heads, Dictionary<string, string> missing, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        foreach (var (objectId, head) in heads)
            ids.AddRange(ObjectHead.PageIdsOf(objectId, head));
        var pages = await ReadAsync(survey, ids, cancellationToken);
        foreach (var objectId in heads.Keys.ToArray())
        {
            var whole = ObjectHead.Assemble(heads[objectId], objectId, id => pages.GetValueOrDefault(id), out var gone);
            if (gone is null)
                heads[objectId] = whole;
            else
                missing.Add(objectId, gone);
        }
    }
}
