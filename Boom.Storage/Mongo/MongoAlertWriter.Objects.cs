namespace Boom.Storage.Mongo;

/// <content>Objects of a slice: pages, heads, partners.</content>
sealed partial class MongoAlertWriter
{
    /// <summary>An object that is not what the part of it says, with elements that are no points say, is read whole after so many tries.</summary>
    const int TriesOnAPart = 3;

    async Task WriteAndLinkAsync(List<PendingObject> merges, CancellationToken cancellationToken)
    {
        await WriteObjectsAsync(merges, cancellationToken);
        await aliases.LinkAsync(merges, cancellationToken);
    }

    /// <summary>Writes the objects; those that another worker has written meanwhile are read, merged and written again.</summary>
    async Task WriteObjectsAsync(List<PendingObject> merges, CancellationToken cancellationToken)
    {
        var open = new List<PendingObject>(merges);
        var tries = 0;
        await conflicts.RunAsync(
            async () =>
            {
                if (tries > 0)
                    await MergeAgainAsync(open, isWhole: tries > TriesOnAPart, cancellationToken);
                tries++;
                open = await WriteOnceAsync(open, cancellationToken);
                return open.Count == 0 ? null : $"object {open[0].ObjectId}";
            },
            cancellationToken);
    }

    /// <summary>Reads and merges what another worker has written meanwhile, who may have written the same alerts.</summary>
    async Task MergeAgainAsync(List<PendingObject> open, bool isWhole, CancellationToken cancellationToken)
    {
        var before = open.ConvertAll(merge => merge.Stored);
        await _objects.ReadAsync(open, isWhole, cancellationToken);
        var origins = await FindStoredAsync(Accepted(open), cancellationToken);
        for (var i = 0; i < open.Count; i++)
        {
            open[i].Alerts.RemoveAll(alert => IsStored(alert, origins));
            if (IsRefusedForGood(open[i], before[i]))
                Refuse(open[i]);
        }

        await MergeAsync(open, isFirst: false, cancellationToken);
        open.RemoveAll(merge => merge.Alerts.Count == 0);
    }

    /// <summary>Whether what kept the object out was no other worker: nobody has written it, and it was not said to be its own key.</summary>
    static bool IsRefusedForGood(PendingObject merge, ReadOnlyMemory<byte> before)
        => merge.Refusal is { } refusal && (!refusal.IsDuplicate || (!refusal.NamesId && merge.Stored.Span.SequenceEqual(before.Span)));

    void Refuse(PendingObject merge)
    {
        foreach (var alert in merge.Alerts)
            Fail(alert, $"Its object {merge.ObjectId} cannot be written: {merge.Refusal!.Value.Reason}");
        merge.Alerts.Clear();
    }

    /// <summary>Answers the objects that were not written.</summary>
    async Task<List<PendingObject>> WriteOnceAsync(List<PendingObject> merges, CancellationToken cancellationToken)
    {
        await pages.WriteAsync(survey, [.. merges.SelectMany(merge => merge.NewPages)], cancellationToken);
        var made = merges.FindAll(merge => merge.Stored.IsEmpty);
        var changed = merges.FindAll(merge => !merge.Stored.IsEmpty);
        var inserts = server.WriteAsync(server.Objects(survey), made.ConvertAll(merge => ObjectChange.Of(merge, _bson)), cancellationToken);
        var updates = server.WriteAsync(server.Objects(survey), changed.ConvertAll(merge => ObjectChange.Of(merge, _bson)), cancellationToken);
        await Task.WhenAll(inserts, updates);
        var lost = new List<PendingObject>();
        AddLost(made, await inserts, lost);
        AddLost(changed, await updates, lost);
        return lost;
    }

    static void AddLost(List<PendingObject> merges, List<WriteRefusal> refusals, List<PendingObject> lost)
    {
        foreach (var refusal in refusals)
        {
            merges[refusal.Index].Refusal = refusal;
            lost.Add(merges[refusal.Index]);
        }
    }
}
