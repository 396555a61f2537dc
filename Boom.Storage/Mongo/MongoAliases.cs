using System.Runtime.InteropServices;
using Boom.Core.Bson;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Sky;
using Boom.Core.Surveys;
using Boom.Storage.Objects;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>
/// Tells objects and their partners in other surveys of each other. Objects are with the majority of the servers before their partners are looked
/// for, on both sides, so of two that are made at once at least one finds the other (decision 35). One instance per batch.
/// </summary>
sealed class MongoAliases(MongoServer server, MongoSky sky, ConflictRetry conflicts, Survey survey, IReadOnlyList<AliasRule> rules)
{
    const int ObjectsPerReply = 500;

    /// <summary>What <see cref="AliasLists"/> reads and what an update follows.</summary>
    static readonly MongoDB.Bson.BsonDocument Fields = new() { { "aliases", 1 }, { "boom.alias_arcsec", 1 }, { "version", 1 } };

    /// <summary>Looks for the partners of objects that are written, and tells both.</summary>
    public async Task LinkAsync(List<PendingObject> objects, CancellationToken cancellationToken)
    {
        if (rules.Count == 0)
            return;
        var places = new List<(PendingObject Object, SkyPosition Position)>(objects.Count);
        foreach (var one in objects)
        {
            if (one.Alerts.Count > 0 && ObjectMatcher.IsMatched(one.ObjectId) && AlertFields.ReadPosition(one.Merged.Span) is { } position)
                places.Add((one, position));
        }

        if (places.Count == 0)
            return;
        var found = await Task.WhenAll(rules.Select(rule => FindAsync(rule, places, cancellationToken)));

        // The partner first: an object that has a name says that the partner has it too.
        await Task.WhenAll(found.Select((entries, rule) => WriteAsync(
            rules[rule].Partner, entries.ConvertAll(own => new AliasEntry(own.Name, survey, own.ObjectId, own.Arcsec)), cancellationToken)));
        await WriteAsync(survey, [.. found.SelectMany(entries => entries)], cancellationToken);
    }

    /// <summary>What the objects of the batch are to know and do not.</summary>
    async Task<List<AliasEntry>> FindAsync(AliasRule rule, List<(PendingObject Object, SkyPosition Position)> places, CancellationToken cancellationToken)
    {
        var covered = places.FindAll(place => rule.Covers(place.Position.DecDegrees));
        var lacking = new List<AliasEntry>();
        if (covered.Count == 0 || !await sky.HasObjectsAsync(rule.Partner, cancellationToken))
            return lacking;
        var nearest = await sky.FindNearestAsync(rule.Partner, covered.ConvertAll(place => place.Position), rule.RadiusArcsec, cancellationToken);
        for (var i = 0; i < nearest.Length; i++)
        {
            var one = covered[i].Object;
            if (nearest[i] is ({ } name, var arcsec) && !AliasLists.Has(one.Merged.Span, rule.Partner, name))
                lacking.Add(new(one.ObjectId, rule.Partner, name, arcsec));
        }

        return lacking;
    }

    async Task WriteAsync(Survey of, List<AliasEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return;
        var open = new Dictionary<string, List<AliasEntry>>(StringComparer.Ordinal);
        foreach (var entry in entries)
            (CollectionsMarshal.GetValueRefOrAddDefault(open, entry.ObjectId, out _) ??= []).Add(entry);
        await conflicts.RunAsync(
            async () =>
            {
                open = await WriteOnceAsync(of, open, cancellationToken);
                return open.Count == 0 ? null : $"object {open.First().Key}";
            },
            cancellationToken);
    }

    /// <summary>Answers what another worker's write was in the way of.</summary>
    async Task<Dictionary<string, List<AliasEntry>>> WriteOnceAsync(Survey of, Dictionary<string, List<AliasEntry>> open, CancellationToken cancellationToken)
    {
        using var bson = new BsonWriter();
        var (writes, names) = (new List<WriteModel<EncodedDocument>>(), new List<string>());
        var stored = await server.FindAsync(server.Objects(of), MongoFilters.Ids(open.Keys), Fields, ObjectsPerReply, cancellationToken);
        foreach (var document in stored)
        {
            var objectId = AlertFields.ReadId(document.Bytes.Span);
            if (!open.TryGetValue(objectId, out var entries) || AliasLists.TryAdd(document.Bytes.Span, entries) is not { } lists)
                continue;
            names.Add(objectId);
            writes.Add(Change(objectId, document.Bytes.Span, lists, bson));
        }

        var lost = new Dictionary<string, List<AliasEntry>>(StringComparer.Ordinal);
        foreach (var refusal in await server.WriteAsync(server.Objects(of), writes, cancellationToken))
        {
            var objectId = names[refusal.Index];
            if (refusal.IsDuplicate)
                lost.Add(objectId, open[objectId]);
            else
                server.Tell($"The names of object {objectId} in other surveys cannot be written: {refusal.Reason}");
        }

        return lost;
    }

    /// <summary>An update that names the version it follows; as an upsert, so that one that follows another version is told by its place (decision 9).</summary>
    static UpdateOneModel<EncodedDocument> Change(string objectId, ReadOnlySpan<byte> stored, AliasLists lists, BsonWriter writer)
    {
        writer.BeginRoot();
        writer.String("_id"u8, objectId);
        var version = new BsonReader(stored);
        if (version.Find("version"u8))
            writer.RawElements(version.Element);
        else
            writer.Null("version"u8);
        var filter = EncodedBuffers.Filter(writer.EndRoot());
        writer.BeginRoot();
        var set = writer.BeginDocument("$set"u8);
        lists.WriteAliases(writer, stored);
        lists.WriteDistances(writer, "boom.alias_arcsec"u8, stored);
        writer.Int32("version"u8, AliasLists.VersionOf(stored) + 1);
        writer.End(set);
        return new(filter, EncodedBuffers.Update(writer.EndRoot())) { IsUpsert = true };
    }
}
