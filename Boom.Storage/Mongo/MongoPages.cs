using System.Globalization;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Storage.Objects;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// Pages of objects. They are written before the heads that refer to them, and never changed; one that no head refers to, because its writer came too late or died,
/// does no harm.
/// </summary>
sealed class MongoPages(MongoServer server, StoreFormat format)
{
    const int PagesPerReply = 40;

    /// <summary>Writes pages; those that are there stay.</summary>
    public async Task WriteAsync(Survey survey, IReadOnlyList<ReadOnlyMemory<byte>> pages, CancellationToken cancellationToken)
    {
        if (pages.Count == 0)
            return;

        // A program that knows of no pages takes a head for the whole object.
        await format.RaiseAsync(cancellationToken);
        var inserts = new List<WriteModel<EncodedDocument>>(pages.Count);
        foreach (var page in pages)
            inserts.Add(new InsertOneModel<EncodedDocument>(new(page)));
        foreach (var refusal in await server.WriteAsync(server.Pages(survey), inserts, cancellationToken))
        {
            if (!refusal.IsDuplicate)
                throw new PermanentFaultException($"The store {server.Name} refuses a page of an object: {refusal.Reason}");
        }
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
