using Boom.Core.Bson;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <content>Format and indexes, looked after before the first write and at each start; and the long part of an upgrade, alerts that were enriched before.</content>
public sealed partial class MongoStore
{
    readonly bool[] _hasIndexes = new bool[Enum.GetValues<Survey>().Length];
    readonly SemaphoreSlim _preparing = new(1);
    volatile bool _hasSharedIndexes;
    volatile IndexProgress? _progress;
    event Action<IndexProgress>? Progressed;

    /// <summary>
    /// Makes the indexes of the surveys, and those that belong to none, where they are missing, and brings a store of the version before to this one.
    /// The first write to a survey does the same for it; a host that calls this at its start hears of trouble then. Takes as long as the server takes.
    /// May be called at any time, by any number of programs.
    /// </summary>
    /// <param name="surveys">The surveys.</param>
    /// <param name="onProgress">Told when building begins, and every few seconds while it lasts.</param>
    /// <param name="cancellationToken">Gives up; what the server has begun it may go on with.</param>
    /// <exception cref="PermanentFaultException">
    /// An index is there that is not as it should be; the message names it and the command that drops it. Or the store is of a format that this
    /// program cannot read.
    /// </exception>
    /// <exception cref="TransientFaultException">The server is away.</exception>
    public async Task EnsureIndexesAsync(IReadOnlyCollection<Survey> surveys, Action<IndexProgress>? onProgress, CancellationToken cancellationToken)
    {
        // Whoever builds, all who wait are told.
        Progressed += onProgress;
        try
        {
            await PrepareAsync(null, cancellationToken);
            foreach (var survey in surveys)
                await PrepareAsync(survey, cancellationToken);
        }
        finally
        {
            Progressed -= onProgress;
        }
    }

    /// <summary>The same for a stage that wants to write, which waits no longer than for any other call.</summary>
    async ValueTask EnsureIndexesOnceAsync(Survey? survey, CancellationToken cancellationToken)
    {
        if (IsPrepared(survey))
            return;

        // Whoever was first goes on building while the others come and go.
        var preparing = PrepareAsync(survey, _closing.Token);
        try
        {
            await preparing.WaitAsync(_server.ReplyTimeout, _server.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TransientFaultException(
                $"The store {Name} builds indexes{(_progress is { } progress ? Describe(progress) : "")}: the work goes on by itself when they are there.");
        }
    }

    static string Describe(IndexProgress progress) => progress.Share is { } share
        ? FormattableString.Invariant($" of {progress.Collection} ({100 * share:0} %)")
        : $" of {progress.Collection}";

    bool IsPrepared(Survey? survey) => _hasSharedIndexes && (survey is not { } one || Volatile.Read(ref _hasIndexes[(int)one]));

    async Task PrepareAsync(Survey? survey, CancellationToken cancellationToken)
    {
        if (IsPrepared(survey))
            return;
        await _preparing.WaitAsync(cancellationToken);
        try
        {
            if (!_hasSharedIndexes)
            {
                await _format.EnsureAsync(cancellationToken);
                await BuildAsync(MongoIndexes.Shared, cancellationToken);
                _hasSharedIndexes = true;
            }

            if (survey is { } one && !Volatile.Read(ref _hasIndexes[(int)one]))
            {
                await BuildAsync(MongoIndexes.Of(one, _surveys.Indexes(one)), cancellationToken);
                Volatile.Write(ref _hasIndexes[(int)one], true);
            }
        }
        finally
        {
            _progress = null;
            _preparing.Release();
        }
    }

    async Task BuildAsync(IReadOnlyList<MongoIndex> indexes, CancellationToken cancellationToken)
    {
        var builder = new IndexBuilder(_server);
        foreach (var group in indexes.GroupBy(index => index.Collection))
            await builder.EnsureAsync(group.Key, [.. group], Tell, cancellationToken);
    }

    void Tell(IndexProgress progress)
    {
        _progress = progress;
        Progressed?.Invoke(progress);
    }

    const int AlertsPerPage = 1_000;

    static readonly BsonDocument PropertiesOnly = new("properties", 1);

    /// <summary>
    /// Goes through all stored alerts of a survey, by candid, and brings their <c>properties</c> to the form of this version. How far it has come is kept in
    /// the store after each thousand: ended in between, it goes on from there; once done, it begins anew. Alerts that a program of the version before
    /// enriches meanwhile may be missed.
    /// </summary>
    /// <param name="survey">The survey.</param>
    /// <param name="complete">What is done to each: takes <c>properties</c> as BSON, answers the document in its place, null when it is complete.</param>
    /// <param name="onProgress">Told after each thousand how many alerts were looked at and how many changed, by this call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many alerts were changed by this call.</returns>
    public async Task<long> UpgradeAlertsAsync(
        Survey survey, Func<Survey, ReadOnlySpan<byte>, byte[]?> complete, Action<long, long>? onProgress, CancellationToken cancellationToken)
    {
        await PrepareAsync(null, cancellationToken);
        var name = survey.ToUpperName();
        var kept = await _format.ReadAlertsAsync(name, cancellationToken);
        var (looked, changed) = (0L, 0L);
        for (var after = kept?["after"].ToInt64() ?? long.MinValue; ;)
        {
            var page = await ReadPageAsync(survey, after, cancellationToken);
            if (page.Count == 0)
                break;
            changed += await UpgradePageAsync(survey, page, complete, cancellationToken);
            looked += page.Count;
            after = AlertFields.ReadCandid(page[^1].Bytes.Span);
            await _format.WriteAlertsAsync(name, new BsonDocument { { "after", after }, { "done", false } }, cancellationToken);
            onProgress?.Invoke(looked, changed);
        }

        await _format.WriteAlertsAsync(name, new BsonDocument { { "after", long.MinValue }, { "done", true } }, cancellationToken);
        return changed;
    }

    Task<List<EncodedDocument>> ReadPageAsync(Survey survey, long after, CancellationToken cancellationToken) => _server.FindAsync(
        _server.Alerts(survey), new BsonDocument("_id", new BsonDocument("$gt", after)),
        MongoServer.Options(PropertiesOnly, AlertsPerPage, ByCandid, AlertsPerPage), cancellationToken);

    async Task<long> UpgradePageAsync(Survey survey, List<EncodedDocument> page, Func<Survey, ReadOnlySpan<byte>, byte[]?> complete, CancellationToken cancellationToken)
    {
        using var bson = new BsonWriter();
        var updates = new List<WriteModel<EncodedDocument>>();
        foreach (var alert in page)
        {
            var properties = new BsonReader(alert.Bytes.Span);
            if (properties.Find("properties"u8) && properties.Type == Core.Bson.BsonType.Document && complete(survey, properties.Value) is { } completed)
                updates.Add(ReplaceProperties(AlertFields.ReadCandid(alert.Bytes.Span), properties.Element, completed, bson));
        }

        if (updates.Count == 0)
            return 0;
        var (refusals, found) = await _server.UpdateAsync(_server.Alerts(survey), updates, cancellationToken);
        return refusals.Count == 0 ? found : throw new PermanentFaultException($"The upgrade of {survey.ToUpperName()}_alerts cannot go on: {refusals[0].Reason}");
    }

    /// <summary>An alert that is enriched anew meanwhile is left as it is.</summary>
    static UpdateOneModel<EncodedDocument> ReplaceProperties(long candid, ReadOnlySpan<byte> before, byte[] completed, BsonWriter writer)
    {
        writer.BeginRoot();
        writer.Int64("_id"u8, candid);
        writer.RawElements(before);
        var filter = EncodedBuffers.Filter(writer.EndRoot());
        writer.BeginRoot();
        var set = writer.BeginDocument("$set"u8);
        writer.Raw(Core.Bson.BsonType.Document, "properties"u8, completed);
        writer.End(set);
        return new(filter, EncodedBuffers.Update(writer.EndRoot()));
    }
}
