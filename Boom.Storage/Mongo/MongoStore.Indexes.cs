using Boom.Core.Resilience;
using Boom.Core.Surveys;

namespace Boom.Storage.Mongo;

/// <content>Format and indexes, looked after before the first write and at each start.</content>
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
    public async Task EnsureIndexesAsync(
        IReadOnlyCollection<Survey> surveys, Action<IndexProgress>? onProgress, CancellationToken cancellationToken)
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
}
